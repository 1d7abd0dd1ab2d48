import type { Course, StartFrom } from '../search/start-from.ts'
import type { Configuration } from '../search/space/types.ts'
import { planOf } from './apply.ts'
import type { RunName } from './protocol.ts'
import type { StudyState } from './state.ts'
import type { Trial } from './trial.ts'

/** A training that came before another one, of which that other is a sequel. */
export interface Ancestor {
  readonly trial: number
  readonly configuration: Configuration
  readonly seed: number
  /** Up to which share of its epochs it trained; absent: all. */
  readonly share?: number
  /** How it started from the one before it; absent for the first. */
  readonly as?: StartFrom['as']
}

/** What a training of a trial goes on from. */
export interface Lineage {
  readonly as: StartFrom['as']
  /** Oldest first; the last is the trial that it starts from. */
  readonly ancestors: readonly Ancestor[]
}

/**
 * The trainings behind a run of a trial, by which it can be trained again from nothing; undefined where it starts at the
 * beginning. In the search with the seeds that they had; afterwards all with the run's own fresh seed, on its rows.
 */
export function lineageOf(state: StudyState, trial: Trial, run: RunName): Lineage | undefined {
  const { startFrom } = trial
  if (!startFrom) return undefined
  const { purpose, seed } = planOf(state, trial.number, run)
  const own = purpose === 'search' || purpose === 'test'
  const searchName: RunName = purpose === 'search' ? run : 'search/0'
  const ancestors: Ancestor[] = []
  for (let at: number | undefined = startFrom.trial; at !== undefined; at = state.trials[at]!.startFrom?.trial) {
    const { configuration, share, startFrom: before } = state.trials[at]!
    ancestors.unshift({
      trial: at,
      configuration,
      seed: own ? planOf(state, at, searchName).seed : seed,
      ...(share === undefined ? {} : { share }),
      ...(before ? { as: before.as } : {}),
    })
  }
  return { as: startFrom.as, ancestors }
}

/** What samplers know of a trial's course. */
export function courseOf({ startFrom, share }: Course): Course {
  return { ...(startFrom ? { startFrom } : {}), ...(share === undefined ? {} : { share }) }
}

/** A stretch of epochs with the configuration that it was trained with. */
export interface Stretch {
  /** Shares of a whole training, 0 to 1. */
  readonly from: number
  readonly to: number
  readonly trial: number
  readonly configuration: Configuration
}

/**
 * The schedule that a trial of a population followed: which configuration from which share of the training on. One stretch
 * for a trial that is no sequel.
 */
export function scheduleOf(trials: readonly Trial[], number: number): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (let at: number | undefined = number; at !== undefined;) {
    const { configuration, share, startFrom }: Trial = trials[at]!
    const before: number | undefined = startFrom?.as === 'continued' ? startFrom.trial : undefined
    const from = before === undefined ? 0 : (trials[before]!.share ?? 1)
    stretches.unshift({ from, to: share ?? 1, trial: at, configuration })
    at = before
  }
  return stretches
}
