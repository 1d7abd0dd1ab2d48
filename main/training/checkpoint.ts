import type { SessionState } from './engines/engine.ts'
import type { EpochMetrics } from './result.ts'

/** Everything that training needs to go on from the end of an epoch as if it had never stopped. */
export interface Checkpoint {
  readonly epoch: number
  readonly state: SessionState
  /** Weights to restore in the end, with restoreBest. */
  readonly best?: { readonly epoch: number; readonly value: number; readonly state: SessionState }
  /** Metrics of the epochs so far; early stopping's memory too. */
  readonly epochs: readonly EpochMetrics[]
}
