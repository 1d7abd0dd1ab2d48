/**
 * What the supervisor and a worker say to one another. Of pool/, main/worker may import this and its checks alone.
 * Messages are structured-cloned (typed arrays pass as they are) and validated on arrival, see protocol-check.ts.
 */
import type { PreprocessingOptions } from '../data/preprocess/options.ts'
import type { DatasetReference, SplitSelection } from '../data/reference.ts'
import type { Checkpoint } from '../training/checkpoint.ts'
import type { EngineName } from '../training/engines/engine.ts'
import type { EngineSpeed } from '../training/engines/speed.ts'
import type { Hyperparameters } from '../training/hyperparameters/table.ts'
import type { TrainingJob } from '../training/job.ts'
import type { EpochMetrics, TrainingResult } from '../training/result.ts'
import type { SavedModel } from '../training/saved-model.ts'

/** Enough to train one network in any worker: nothing else is remembered between assignments but caches. */
export interface Assignment {
  /** Names this training among all that a pool holds; handed back with everything said about it. */
  readonly id: string
  /** Shapes and task are taken from the data once they are prepared. */
  readonly job: TrainingJob
  readonly dataset: DatasetReference
  readonly split: SplitSelection
  readonly preprocessing?: PreprocessingOptions
  /** Engines to try in order; the next one is tried when one cannot run the job, and a note says so. */
  readonly engines: readonly EngineName[]
  /** Measured here: the worker, which knows the network's size, tries the quickest first. Absent: the given order holds. */
  readonly speeds?: readonly EngineSpeed[]
  /** Continue from here instead of from the initial weights. */
  readonly checkpoint?: Checkpoint
  /** Send a checkpoint after the first epoch that ends this long after the last one; 0 after every epoch. */
  readonly checkpointEveryMs: number
  /** Send a checkpoint after each of these epochs too. */
  readonly checkpointAt?: readonly number[]
  /** Stop after this epoch, as if it were the last. */
  readonly untilEpoch?: number
  /** What it goes on from, unless from `checkpoint`. */
  readonly startFrom?: StartingPoint
  /** Send a checkpoint at the end too. */
  readonly keepState?: true
  /** Send the trained weights with the result. */
  readonly keepModel: boolean
  /** Trainings of the same name here may share a worker, which then trains them together where that is faster. */
  readonly stack?: string
  /** Score this network, which is what the job gave earlier, instead of training one. */
  readonly score?: SavedModel
  /** Train nothing: score the same answer for every row, the commonest class or the mean. */
  readonly constant?: true
}

/** The trainings that came before one, which goes on from the last of them. */
export interface StartingPoint {
  /** continued: where it stopped. grown: with its network made larger, from the first epoch. */
  readonly as: 'continued' | 'grown'
  /** Oldest first, at least one. All but what is said here is as in the assignment's own job. */
  readonly ancestors: readonly {
    readonly hyperparameters: Hyperparameters
    readonly seed: number
    readonly untilEpoch?: number
    /** How it went on from the one before it; absent for the first. */
    readonly as?: 'continued' | 'grown'
  }[]
  /** In which the last of them ended; absent: they are trained again. */
  readonly checkpoint?: Checkpoint
}

export type { Checkpoint, SavedModel }

export const failureReasons = [
  'crash',
  'hang',
  'out-of-memory',
  'time-limit',
  'nan-loss',
  'exception',
  'engine-unavailable',
  'dataset-missing',
  'dataset-changed',
] as const

export type FailureReason = (typeof failureReasons)[number]

/** Why a training ended without a result: the message is a sentence for the user, the log is what the process last wrote. */
export interface Failure {
  readonly reason: FailureReason
  readonly message: string
}

export type ToWorker =
  | { readonly type: 'start'; readonly assignment: Assignment }
  /** Stop before the next slice; answered by cancelled, or by finished or failed if it was done by then. */
  | { readonly type: 'cancel'; readonly id: string }
  | { readonly type: 'shutdown' }

export type FromWorker =
  { readonly type: 'ready' } | { readonly type: 'heartbeat'; readonly rssBytes: number } | AboutAssignment

export type AboutAssignment = Report | Ending

/** What is said about a training while it lasts. */
export type Report =
  | {
      readonly type: 'began'
      readonly id: string
      readonly engine: EngineName
      readonly device: string
      /** Of the network. */
      readonly size?: { readonly parameters: number; readonly modelBytes: number }
    }
  | { readonly type: 'epoch'; readonly id: string; readonly metrics: EpochMetrics }
  | { readonly type: 'checkpoint'; readonly id: string; readonly checkpoint: Checkpoint }
  | { readonly type: 'note'; readonly id: string; readonly text: string }

/** The last word about a training: a worker says exactly one, and is then free. */
export type Ending =
  | { readonly type: 'finished'; readonly id: string; readonly result: TrainingResult; readonly model?: SavedModel }
  | { readonly type: 'cancelled'; readonly id: string; readonly epoch: number }
  | ({ readonly type: 'failed'; readonly id: string } & Failure)
