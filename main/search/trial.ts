import type { StartFrom } from './start-from.ts'
import type { Configuration } from './space/types.ts'

export type Direction = 'minimise' | 'maximise'

export type TrialState = 'queued' | 'running' | 'complete' | 'pruned' | 'failed' | 'cancelled'

/** What samplers, pruners and importance know of a trial. */
export interface SearchTrial {
  /** Counts from 0 in the order of asking; trial 0 is the default configuration. */
  readonly number: number
  readonly configuration: Configuration
  readonly state: TrialState
  /** One value per objective, in the study's directions; present when complete (and for pruned trials: the last seen). */
  readonly values?: readonly number[]
  /** First objective by epoch: [epoch from 1, value], ascending, gaps allowed. */
  readonly intermediate: readonly (readonly [epoch: number, value: number])[]
  /** The other objectives at each report of `intermediate`; NaN where one was not measured. Absent with one objective. */
  readonly others?: readonly (readonly number[])[]
  /** What was measured for each of the problem's `constraints`; NaN where it was not. Absent without them. */
  readonly constraints?: readonly number[]
  /** First objective of each fold and repeat, by index; NaN where one has not ended. Absent where a trial trains once. */
  readonly folds?: readonly number[]
  /** Pruned, but not for good: it waits at this rung, and may be promoted. */
  readonly rung?: number
  /** What it took, known once it has ended. */
  readonly cost?: Cost
  /** It failed because the memory of the machine, or what it was allowed of it, was not enough. */
  readonly outOfMemory?: true
  /** See Suggestion. */
  readonly startFrom?: StartFrom
  readonly share?: number
}

/** In the study's own time: seconds of running. */
export interface Cost {
  /** From its first start to its end. */
  readonly seconds: number
  /** When it ended. */
  readonly until: number
}
