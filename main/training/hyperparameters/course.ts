import { all } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

/** How long a training goes and in what portions: batches, epochs, early stopping. */
export interface CourseHyperparameters {
  readonly batchSize: number
  /** All rows in every step. */
  readonly fullBatch: boolean
  /** Batches whose gradients are averaged for one update. */
  readonly accumulation: number
  readonly epochs: number
  /** Early stopping: epochs without improvement before training stops; 0 switches it off. */
  readonly patience: number
  readonly minDelta: number
  readonly restoreBest: boolean
}

export const courseTable: Readonly<Record<keyof CourseHyperparameters, HyperparameterSpec>> = {
  batchSize: {
    kind: 'int',
    min: 1,
    max: 65_536,
    default: 64,
    title: 'Batch size',
    doc: 'Examples per step; clipped to the training rows there are, and rows that fill no batch are left out of an epoch.',
    templates: all,
  },
  fullBatch: {
    kind: 'bool',
    default: false,
    title: 'Full batch',
    doc: 'Every step sees all training rows; the batch size is then without effect.',
    templates: all,
  },
  accumulation: {
    kind: 'int',
    min: 1,
    max: 64,
    default: 1,
    title: 'Gradient accumulation',
    doc: 'Batches whose gradients are averaged before the weights move once.',
    templates: all,
  },
  epochs: {
    kind: 'int',
    min: 1,
    max: 100_000,
    default: 30,
    title: 'Epochs',
    doc: 'Passes over the training rows, unless early stopping ends training before.',
    templates: all,
  },
  patience: {
    kind: 'int',
    min: 0,
    max: 100_000,
    default: 0,
    title: 'Patience',
    doc: 'Epochs without improvement on validation after which training stops; 0 never stops it.',
    templates: all,
  },
  minDelta: {
    kind: 'float',
    min: 0,
    max: 1e9,
    default: 0,
    title: 'Smallest improvement',
    doc: 'What the validation metric must gain to count as an improvement.',
    templates: all,
  },
  restoreBest: {
    kind: 'bool',
    default: true,
    title: 'Keep the best weights',
    doc: 'Ends with the weights of the best epoch on validation instead of the last.',
    templates: all,
  },
}
