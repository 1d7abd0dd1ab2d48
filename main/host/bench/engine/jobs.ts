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
export const cnnJob = (optimizer: OptimizerName, batchNorm = false): TrainingJob => ({
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
    batchNorm,
  }),
})

export const recurrentSizes = { length: 50, features: 64, units: 64 } as const
const vocabulary = 1000

/** 50 tokens of 1000, embedding of 64, a recurrent layer of 64 units, its states pooled over time, dense 10. */
export const recurrentJob = (encoder: 'lstm' | 'gru'): TrainingJob => ({
  ...common,
  template: 'text',
  inputShape: [recurrentSizes.length],
  vocabulary,
  hyperparameters: completeHyperparameters('text', {
    optimizer: 'adam',
    batchSize,
    encoder,
    embeddingUnits: recurrentSizes.features,
    recurrentUnits: recurrentSizes.units,
    recurrentLayers: 1,
    bidirectional: false,
    recurrentDropout: 0,
    layers: 0,
    dropout: 0,
    batchNorm: false,
  }),
})

/** A text of 50 tokens: embedding 64, mean over the text, dense 64, dense 10. */
export const textJob = (): TrainingJob => ({
  ...common,
  template: 'text',
  inputShape: [recurrentSizes.length],
  vocabulary,
  hyperparameters: completeHyperparameters('text', {
    optimizer: 'adam',
    batchSize,
    encoder: 'average',
    embeddingUnits: recurrentSizes.features,
    layers: 1,
    neurons: 64,
    neurons1: 64,
    activation: 'relu',
    dropout: 0,
    batchNorm: false,
  }),
})

/** Made-up examples of a job's shape: what a step costs does not depend on what is in them. */
export function madeUpData({ inputShape, vocabulary }: TrainingJob): TrainingData {
  const width = inputShape.reduce((product, size) => product * size, 1)
  const key = keyOf(1)
  const part = {
    count: rows,
    inputs: Float32Array.from({ length: rows * width }, (_, index) => {
      const value = uniformAt(key, index)
      return vocabulary === undefined ? value : 1 + Math.floor(value * (vocabulary - 1))
    }),
    targets: Int32Array.from({ length: rows }, (_, index) => Math.floor(outputs * uniformAt(key ^ 1, index))),
  }
  return {
    inputShape,
    outputs,
    task: 'classification',
    ...(vocabulary === undefined ? {} : { vocabulary }),
    train: part,
    validation: part,
  }
}

/** Row numbers of `steps` batches, scattered over the data as a shuffled epoch's are. */
export const scatteredRows = (steps: number, seed: number): Int32Array =>
  Int32Array.from({ length: steps * batchSize }, (_, index) => Math.floor(rows * uniformAt(keyOf(seed), index)))
