import { confirmationRun, runName } from './protocol.ts'
import { ranking, trainingSeconds } from './selection.ts'
import type { StudyState } from './state.ts'
import type { Budget } from './study.ts'
import { findRun } from './trial.ts'

export type { Budget }

/**
 * Seconds to keep for confirming the present best configurations: their training times so far, shared by the workers, and a
 * tenth more; at most a third of a budget in seconds. 0 where confirmation is switched off or done already.
 */
export function confirmationSeconds(state: StudyState): number {
  const { protocol, workers, seed } = state.definition
  const { top, seeds } = protocol.confirm
  if (top === 0 || seeds === 0) return 0
  const left: number[] = []
  for (const trial of ranking(state).slice(0, top))
    for (let index = 0; index < seeds; index++) {
      const name = runName(confirmationRun(protocol, seed, trial.number, index))
      if (findRun(trial, name)?.state !== 'done') left.push(trainingSeconds(trial) ?? 0)
    }
  const total = left.reduce((sum, seconds) => sum + seconds, 0)
  const needed = 1.1 * Math.max(total / workers, ...left, 0)
  return Math.min(needed, (state.budget.seconds ?? Infinity) / 3)
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

/** Whether another trial may be asked for. */
export function mayAsk(state: StudyState): boolean {
  return state.budget.trials === undefined || state.trials.length < state.budget.trials
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
