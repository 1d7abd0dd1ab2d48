import { completeHyperparameters } from '../../../training/hyperparameters/complete.ts'
import type { TrainingData } from '../../../training/examples.ts'
import type { OptimizerName } from '../../../training/hyperparameters/optimizer.ts'
import type { TrainingJob } from '../../../training/job.ts'
import { keyOf, uniformAt } from '../../../training/program/randomness/hash.ts'

export const batchSize = 64
const rows = 4096
const outputs = 10

const common = {
  task: 'classification',
  outputs,
  seed: 1,
  monitor: { metric: 'loss', direction: 'minimise' },
} as const

/** 784-128-64-10, relu. */
export const mlpJob = (optimizer: OptimizerName): TrainingJob => ({
  ...common,
  template: 'mlp',
  inputShape: [784],
  hyperparameters: completeHyperparameters('mlp', {
    optimizer,
    batchSize,
    layers: 2,
    neurons1: 128,
    neurons2: 64,
    activation: 'relu',
    dropout: 0,
    batchNorm: false,
  }),
})

/** 28x28, convolution 16, pool, convolution 32, pool, dense 10; kernels of 3, same padding, relu. */
export const cnnJob = (optimizer: OptimizerName): TrainingJob => ({
  ...common,
  template: 'cnn',
  inputShape: [28, 28, 1],
  hyperparameters: completeHyperparameters('cnn', {
    optimizer,
    batchSize,
    convBlocks: 2,
    filters: 16,
    filterGrowth: 2,
    kernelSize: 3,
    layers: 0,
    pooling: 'max',
    activation: 'relu',
    dropout: 0,
    batchNorm: false,
  }),
})

/** Made-up examples of a job's shape: what a step costs does not depend on what is in them. */
export function madeUpData({ inputShape }: TrainingJob): TrainingData {
  const width = inputShape.reduce((product, size) => product * size, 1)
  const key = keyOf(1)
  const part = {
    count: rows,
    inputs: Float32Array.from({ length: rows * width }, (_, index) => uniformAt(key, index)),
    targets: Int32Array.from({ length: rows }, (_, index) => Math.floor(outputs * uniformAt(key ^ 1, index))),
  }
  return { inputShape, outputs, task: 'classification', train: part, validation: part }
}

/** Row numbers of `steps` batches, scattered over the data as a shuffled epoch's are. */
export const scatteredRows = (steps: number, seed: number): Int32Array =>
  Int32Array.from({ length: steps * batchSize }, (_, index) => Math.floor(rows * uniformAt(keyOf(seed), index)))
