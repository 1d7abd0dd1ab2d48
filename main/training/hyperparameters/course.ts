import { all } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

/** Metrics of validation that patience may follow; a task has some of them. `objective`: what the study optimises. */
export const stoppingMetrics = ['objective', 'loss', 'accuracy', 'balancedAccuracy', 'f1', 'mae', 'rmse', 'r2'] as const

/** How long a training goes and in what portions: batches, epochs, early stopping. */
export interface CourseHyperparameters {
  readonly batchSize: number
  /** All rows in every step. */
  readonly fullBatch: boolean
  /** Batches whose gradients are averaged for one update. */
  readonly accumulation: number
  /** Batches grow by this factor every batchGrowthEpochs, up to batchSizeLimit; 1: never. */
  readonly batchGrowth: number
  readonly batchGrowthEpochs: number
  readonly batchSizeLimit: number
  readonly epochs: number
  /** Early stopping: epochs without improvement before training stops; 0 switches it off. */
  readonly patience: number
  readonly minDelta: number
  /** Epochs at the start that patience does not count. */
  readonly stoppingAfter: number
  /** What patience follows; the best weights are always those of the best objective. */
  readonly stoppingMetric: (typeof stoppingMetrics)[number]
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
  batchGrowth: {
    kind: 'float',
    min: 1,
    max: 64,
    default: 1,
    title: 'Batch growth',
    doc: 'Factor by which batches grow while training, which calms the steps as a falling learning rate does; 1 keeps their size.',
    templates: all,
  },
  batchGrowthEpochs: {
    kind: 'int',
    min: 1,
    max: 100_000,
    default: 10,
    title: 'Epochs between growths',
    doc: 'Epochs after which the batch size is multiplied by the batch growth; without effect while that is 1.',
    templates: all,
  },
  batchSizeLimit: {
    kind: 'int',
    min: 1,
    max: 65_536,
    default: 1024,
    title: 'Largest batch',
    doc: 'Size beyond which batches do not grow; never below the batch size, nor above the training rows there are.',
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
  stoppingAfter: {
    kind: 'int',
    min: 0,
    max: 100_000,
    default: 0,
    title: 'Patience begins after',
    doc: 'Epochs at the start of training that patience does not count.',
    templates: all,
  },
  stoppingMetric: {
    kind: 'choice',
    choices: stoppingMetrics,
    default: 'objective',
    title: 'Patience follows',
    doc: 'The metric of validation in which patience looks for improvements; the best weights are those of the best objective.',
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
