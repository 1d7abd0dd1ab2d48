/**
 * What the supervisor and a worker say to one another. The only file of pool/ that main/worker may import.
 * Messages are structured-cloned (typed arrays pass as they are) and validated on arrival.
 */
import type { DatasetReference, SplitSelection } from '../data/reference.ts'
import type { EngineName, SessionState } from '../training/engines/engine.ts'
import type { TrainingJob } from '../training/job.ts'
import type { EpochMetrics, TrainingResult } from '../training/result.ts'

/** Enough to train one trial in any worker: nothing else is remembered between trials but caches. */
export interface Assignment {
  readonly trial: number
  readonly job: TrainingJob
  readonly dataset: DatasetReference
  readonly split: SplitSelection
  /** Engines to try in order; the next one is tried when one cannot run the job, and a note says so. */
  readonly engines: readonly EngineName[]
  /** Continue from here instead of from the initial weights. */
  readonly checkpoint?: Checkpoint
  /** Send a checkpoint after the first epoch that ends this long after the last one; 0 after every epoch. */
  readonly checkpointEveryMs: number
  /** Send the trained weights with the result. */
  readonly keepModel: boolean
}

/** Everything that training needs to go on from the end of an epoch as if it had never stopped. */
export interface Checkpoint {
  readonly epoch: number
  readonly state: SessionState
  /** Early stopping's memory, and the metrics of the epochs so far. */
  readonly best?: { readonly epoch: number; readonly value: number; readonly state: SessionState }
  readonly epochs: readonly EpochMetrics[]
}

export type FailureReason =
  | 'crash'
  | 'hang'
  | 'out-of-memory'
  | 'time-limit'
  | 'nan-loss'
  | 'exception'
  | 'engine-unavailable'
  | 'dataset-missing'
  | 'dataset-changed'

export type ToWorker =
  | { readonly type: 'start'; readonly assignment: Assignment }
  | { readonly type: 'cancel'; readonly trial: number }
  | { readonly type: 'shutdown' }

export type FromWorker =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'heartbeat'; readonly rssBytes: number }
  | { readonly type: 'began'; readonly trial: number; readonly engine: EngineName; readonly device: string }
  | { readonly type: 'epoch'; readonly trial: number; readonly metrics: EpochMetrics }
  | { readonly type: 'checkpoint'; readonly trial: number; readonly checkpoint: Checkpoint }
  | { readonly type: 'note'; readonly trial: number; readonly text: string }
  | { readonly type: 'finished'; readonly trial: number; readonly result: TrainingResult; readonly model?: SavedModel }
  | { readonly type: 'cancelled'; readonly trial: number; readonly epoch: number }
  | { readonly type: 'failed'; readonly trial: number; readonly reason: FailureReason; readonly message: string }

/** A trained network with the preprocessing that its inputs need; `json` is the tfjs-layers topology. */
export interface SavedModel {
  readonly json: string
  readonly weights: SessionState
  readonly preprocessing: string
}
