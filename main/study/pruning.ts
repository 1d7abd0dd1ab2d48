import { decideWith } from '../search/pruner.ts'
import type { Decision } from '../search/pruner.ts'
import type { SearchTrial } from '../search/trial.ts'
import { breakOffTrial, slotKey } from './context.ts'
import type { Context } from './context.ts'
import { directionsOf } from './objectives.ts'
import { reportsEpochs } from './reports.ts'
import { asSearchTrial } from './trial.ts'
import type { Trial } from './trial.ts'

/** Asks the pruner after an epoch of the first search run; never after the last one that is planned. */
export function pruneAtEpoch(context: Context, trial: Trial, epoch: number, value: number): void {
  const { rules, state } = context
  if (!rules.pruner || trial.state !== 'running' || !reportsEpochs(state.definition.protocol)) return
  if (epoch >= rules.plannedEpochs(trial.configuration)) return
  // Trained again because its checkpoint was lost: up to where it was promoted from this was decided.
  if (epoch <= (trial.promotedFrom ?? 0)) return
  const upToNow = trial.intermediate.filter(([reported]) => reported <= epoch)
  const view = { ...asSearchTrial(trial), intermediate: upToNow }
  stop(
    context,
    trial,
    decideWith(rules.pruner, view, others(context, trial), directionsOf(state.definition)),
    epoch,
    value,
  )
}

/** Asks the pruner when a fold, a repeat or a training on a share of the rows has ended, and others are to come. */
export function pruneBetweenRuns(context: Context, trial: Trial, epochs: number): void {
  const { rules, state } = context
  const { pruner } = rules
  if (!pruner || (trial.state !== 'running' && trial.state !== 'queued')) return
  const view = asSearchTrial(trial)
  const history = others(context, trial)
  const directions = directionsOf(state.definition)
  if (pruner.decideByFolds && view.folds) {
    const known = view.folds.filter(Number.isFinite)
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length
    stop(context, trial, pruner.decideByFolds(view, history, directions), epochs, mean)
  }
  const newest = view.intermediate.at(-1)
  if (hasStopped(trial) || reportsEpochs(state.definition.protocol) || !newest) return
  if (newest[0] > (trial.promotedFrom ?? 0))
    stop(context, trial, decideWith(pruner, view, history, directions), epochs, newest[1])
}

const hasStopped = ({ state }: Trial): boolean => state === 'pruned'

const others = ({ state }: Context, trial: Trial): readonly SearchTrial[] =>
  state.trials.filter((other) => other !== trial).map(asSearchTrial)

function stop(context: Context, trial: Trial, decision: Decision, epoch: number, value: number): void {
  if (!decision.stop) return
  const { because, rung } = decision
  context.write({
    type: 'pruned',
    trial: trial.number,
    epoch,
    value,
    because,
    ...(rung === undefined ? {} : { rung }),
  })
  breakOffTrial(context, trial.number)
}

/**
 * Lets a trial that waits at a rung go on, if the pruner says so.
 * @param last whether no further trial will be suggested
 * @returns whether one does
 */
export function promote(context: Context, last: boolean): boolean {
  const { rules, state, slots } = context
  if (!rules.pruner?.promote) return false
  const history = state.trials.map(asSearchTrial)
  const promotion = rules.pruner.promote(history, directionsOf(state.definition), last)
  if (!promotion) return false
  const { trial, because } = promotion
  // Its worker has not let go of it yet; when it has, the pruner is asked again.
  if (state.trials[trial]!.runs.some(({ name }) => slots.has(slotKey(trial, name)))) return false
  context.write({ type: 'promoted', trial, because })
  return true
}
