import type { Direction, SearchTrial } from '../trial.ts'
import type { Losses } from './dominance.ts'

/** A trial with a finite loss for every objective. */
export interface Outcome {
  readonly trial: SearchTrial
  readonly losses: Losses
  /** complete: as measured. bound: of a pruned trial, after fewer epochs than the others had. */
  readonly kind: 'complete' | 'bound'
}

/** What a study with several objectives has learnt, each list in the order of trial numbers. */
export interface Outcomes {
  readonly outcomes: readonly Outcome[]
  /** Failed trials, and those without a finite value for each objective: their configurations are best avoided. */
  readonly failures: readonly SearchTrial[]
  /** Under way or waiting. */
  readonly pending: readonly SearchTrial[]
}

/** Turns a history into losses to be minimised, one per objective. Cancelled trials say nothing. */
export function outcomesOf(history: readonly SearchTrial[], directions: readonly Direction[]): Outcomes {
  const outcomes: Outcome[] = []
  const failures: SearchTrial[] = []
  const pending: SearchTrial[] = []
  for (const trial of history) {
    if (trial.state === 'running' || trial.state === 'queued') pending.push(trial)
    else if (trial.state !== 'cancelled') {
      const losses = lossesOf(directions, trial.values ?? newestReport(trial))
      if (losses === undefined || trial.state === 'failed') failures.push(trial)
      else outcomes.push({ trial, losses, kind: trial.state === 'pruned' ? 'bound' : 'complete' })
    }
  }
  return { outcomes, failures, pending }
}

/** The values that a trial reported last, one per objective; undefined when it reported none. */
export function newestReport(trial: SearchTrial): readonly number[] | undefined {
  const last = trial.intermediate.at(-1)
  return last && [last[1], ...(trial.others?.[trial.intermediate.length - 1] ?? [])]
}

/** Undefined unless there is a finite value for every objective. */
function lossesOf(directions: readonly Direction[], values: readonly number[] | undefined): Losses | undefined {
  if (values?.length !== directions.length || !values.every(Number.isFinite)) return undefined
  return values.map((value, k) => clamp(directions[k] === 'minimise' ? value : -value))
}

/** Beyond this, squares overflow. */
function clamp(value: number): number {
  return Math.min(1e150, Math.max(-1e150, value))
}
