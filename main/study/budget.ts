import { chooseFinalist, finalistsOf } from './confirmation.ts'
import { hasSeveral } from './objectives.ts'
import type { RunName } from './protocol.ts'
import { trainingSeconds } from './selection.ts'
import type { StudyState } from './state.ts'
import type { Budget } from './study.ts'
import { findRun } from './trial.ts'
import type { Trial } from './trial.ts'

export type { Budget }

/**
 * Seconds to keep for confirming the present best configurations: their training times so far, shared by the workers, and a
 * tenth more; at most a third of a budget in seconds. 0 where confirmation is switched off or done already.
 */
export function confirmationSeconds(state: StudyState): number {
  const { top, seeds } = state.definition.protocol.confirm
  if (top === 0 || seeds === 0) return 0
  const left: number[] = []
  for (const number of finalistsOf(state)) left.push(...secondsLeft(state.trials[number]!, 'confirmation', seeds))
  const needed = inTurn(state, left) + verificationNeeds(state)
  return Math.min(needed, (state.budget.seconds ?? Infinity) / 3)
}

/**
 * Seconds of the confirmation to keep for the second set of fresh seeds: at most half of what there may be for both. 0
 * before any finalist has a result: there is nothing to choose by.
 */
export function verificationSeconds(state: StudyState): number {
  const { seconds } = state.budget
  if (seconds === undefined || chooseFinalist(state) === undefined) return 0
  return Math.min(verificationNeeds(state), seconds / 6)
}

/** Of the finalist that takes longest, for any of them may be chosen. */
function verificationNeeds(state: StudyState): number {
  // Of several compromises none is chosen: each is reported by the only set of fresh seeds that it has.
  const { winner = 0 } = hasSeveral(state.definition) ? {} : state.definition.protocol.confirm
  const wanted = state.winner === undefined ? finalistsOf(state) : [state.winner]
  return Math.max(
    0,
    ...wanted.map((number) => inTurn(state, secondsLeft(state.trials[number]!, 'verification', winner))),
  )
}

/** Training times of the runs of a purpose that are still to come. */
function secondsLeft(trial: Trial, purpose: 'confirmation' | 'verification', count: number): number[] {
  const names = Array.from({ length: count }, (_, index): RunName => `${purpose}/${index}`)
  return names.filter((name) => findRun(trial, name)?.state !== 'done').map(() => trainingSeconds(trial) ?? 0)
}

/** What trainings take on the study's workers, and a tenth more. */
function inTurn(state: StudyState, each: readonly number[]): number {
  const total = each.reduce((sum, seconds) => sum + seconds, 0)
  return 1.1 * Math.max(total / state.definition.workers, ...each, 0)
}

/**
 * Whole seconds that the search may take in all: what a budget in seconds leaves beside confirming what is best now;
 * undefined where the search does not end by time.
 */
export function searchSeconds(state: StudyState): number | undefined {
  const { seconds } = state.budget
  return seconds === undefined ? undefined : Math.max(1, Math.round(seconds - confirmationSeconds(state)))
}

/** Why the search may not train any more, a sentence; undefined while it may. Trials that are queued may still run. */
export function spentBecause(state: StudyState, seconds: number): string | undefined {
  const { budget } = state
  if (budget.epochs !== undefined && state.epochs >= budget.epochs)
    return `The budget of ${budget.epochs} epochs is spent.`
  if (budget.seconds === undefined) return undefined
  if (seconds >= budget.seconds) return `The budget of ${budget.seconds} seconds is spent.`
  const reserve = confirmationSeconds(state)
  if (reserve > 0 && seconds + reserve >= budget.seconds)
    return `The search stops after ${Math.round(seconds)} of ${budget.seconds} seconds: the rest is for confirming the best configurations.`
  return undefined
}

/** Whether another trial may be asked for. @param after so many more that are still to be queued */
export function mayAsk(state: StudyState, after = 0): boolean {
  return state.budget.trials === undefined || state.trials.length + after < state.budget.trials
}

/** What is wrong with a budget, a sentence; undefined when it can be used. */
export function budgetProblem(budget: Budget): string | undefined {
  const limits = Object.entries(budget).filter(([, limit]) => limit !== undefined)
  if (limits.length === 0) return 'The budget is empty. Set a number of trials, seconds or epochs.'
  for (const [name, limit] of limits) {
    const whole = name !== 'seconds'
    if (typeof limit !== 'number' || !Number.isFinite(limit) || limit <= 0 || (whole && !Number.isInteger(limit)))
      return `The budget of ${name} is ${limit}. It must be a ${whole ? 'whole ' : ''}number above 0.`
  }
  return undefined
}
