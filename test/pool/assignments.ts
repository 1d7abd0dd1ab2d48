import { completeHyperparameters } from '../../main/training/hyperparameters/complete.ts'
import type { Assignment } from '../../main/pool/protocol.ts'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import type { EpochMetrics, TrainingResult } from '../../main/training/result.ts'

export const hyperparameters: Hyperparameters = {
  ...completeHyperparameters('mlp', {}),
  learningRate: 0.01,
  schedule: 'constant',
  warmupEpochs: 0,
  decayFactor: 0.5,
  decayEpochs: 10,
  batchSize: 32,
  epochs: 3,
  layers: 1,
  neurons: 16,
  neuronsPerLayer: [],
  convBlocks: 1,
  filters: 4,
  filterGrowth: 2,
  kernelSize: 3,
  pooling: 'max',
  activation: 'relu',
  initializer: 'glorotUniform',
  optimizer: 'adam',
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  rho: 0.9,
  l1: 0,
  l2: 0,
  weightDecay: 0,
  dropout: 0,
  batchNorm: false,
  patience: 0,
  minDelta: 0,
  restoreBest: true,
}

/** A valid assignment; `order` is what the faulty worker is to do, see faulty-worker.ts. */
export function assignment(id: string, order = 'succeed', changes: Partial<Assignment> = {}): Assignment {
  return {
    id,
    job: {
      template: 'mlp',
      task: 'classification',
      inputShape: [64],
      outputs: 10,
      hyperparameters,
      seed: 1,
      monitor: { metric: 'accuracy', direction: 'maximise' },
    },
    dataset: { id: order, folder: '/nowhere', fingerprint: 'none' },
    split: {
      protocol: { kind: 'holdout', validationShare: 0.2 },
      by: 'stratified',
      seed: 1,
      sealed: 'official',
      openTest: false,
    },
    engines: ['tfjs-cpu'],
    checkpointEveryMs: 1e9,
    keepModel: false,
    ...changes,
  }
}

export function epochMetrics(epoch: number): EpochMetrics {
  return {
    epoch,
    train: { loss: 1 / epoch },
    validation: { loss: 1 / epoch, accuracy: 0.5 },
    learningRate: 0.01,
    seconds: 0.01,
    samplesPerSecond: 1000,
  }
}

export const trainingResult: TrainingResult = {
  keptEpoch: 3,
  stoppedEarly: false,
  validation: { accuracy: 0.5 },
  train: { accuracy: 0.6 },
  epochs: 3,
  seconds: 0.03,
  parameters: 10,
  engine: 'tfjs-cpu',
  device: 'cpu',
}
