import type { Hyperparameters } from './hyperparameters/table.ts'
import type { TemplateName } from './templates/names.ts'

export type Task = 'classification' | 'regression'

/** One network to train: everything that determines the result besides the data and the engine. Plain data. */
export interface TrainingJob {
  readonly template: TemplateName
  readonly task: Task
  readonly inputShape: readonly number[]
  readonly outputs: number
  /** Inputs are token numbers below this; see TrainingData. */
  readonly vocabulary?: number
  /** Classes that an example predicts, one after the other; absent: 1. See TrainingData. */
  readonly targetsPerExample?: number
  readonly hyperparameters: Hyperparameters
  /** Of the template custom: the text of a model.json, with placeholders (topology/). */
  readonly topology?: string
  /** What an example of each class counts for, where it is not 1; follows from the training rows (class-weights.ts). */
  readonly classWeights?: readonly number[]
  /** Rows to train on; known once the job is fitted to its data (batching.ts). */
  readonly trainingRows?: number
  /** Seeds initial weights, batch order and dropout. */
  readonly seed: number
  /** The validation metric that early stopping and best weights follow, and its better direction. */
  readonly monitor: { readonly metric: string; readonly direction: 'minimise' | 'maximise' }
}
