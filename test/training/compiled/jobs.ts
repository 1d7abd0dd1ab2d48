import { rowsPerStep } from '../../../main/training/batching.ts'
import { completeHyperparameters } from '../../../main/training/hyperparameters/complete.ts'
import type { Hyperparameters } from '../../../main/training/hyperparameters/table.ts'
import type { TrainingData } from '../../../main/training/examples.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { keyOf, uniformAt } from '../../../main/training/program/randomness/hash.ts'

const base: Hyperparameters = {
  ...completeHyperparameters('mlp', {}),
  learningRate: 0.01,
  schedule: 'constant',
  warmupEpochs: 0,
  decayFactor: 0.5,
  decayEpochs: 10,
  batchSize: 8,
  epochs: 1,
  layers: 1,
  neurons: 5,
  neuronsPerLayer: [],
  convBlocks: 1,
  filters: 3,
  filterGrowth: 2,
  kernelSize: 3,
  pooling: 'max',
  activation: 'tanh',
  initializer: 'glorotUniform',
  optimizer: 'sgd',
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
  restoreBest: false,
}

export interface JobOverrides extends Omit<Partial<Hyperparameters>, 'classWeights'> {
  /** Numbers: those of the job, as if they followed from training rows. */
  readonly classWeights?: readonly number[] | Hyperparameters['classWeights']
  readonly template?: TrainingJob['template']
  readonly task?: TrainingJob['task']
  readonly inputShape?: readonly number[]
  readonly outputs?: number
  readonly seed?: number
  readonly vocabulary?: number
  readonly targetsPerExample?: number
}

/** A tiny job: 6 inputs or 6x6x2 images, 3 outputs, batches of 8. */
export function tinyJob(overrides: JobOverrides = {}): TrainingJob {
  const { template = 'mlp', task = 'classification', outputs = 3, seed = 1, ...others } = overrides
  const { vocabulary, targetsPerExample, classWeights, ...rest } = others
  const inputShape = overrides.inputShape ?? (template === 'cnn' ? [6, 6, 2] : [6])
  const hyperparameters = { ...base, ...(template === 'cnn' ? { layers: 0 } : {}), ...rest }
  return {
    template,
    task,
    inputShape,
    outputs,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
    ...(typeof classWeights === 'object' ? { classWeights } : {}),
    hyperparameters,
    seed,
    monitor: { metric: 'loss', direction: 'minimise' },
  }
}

/** A token; a text's last third is padding now and then. */
const tokenAt = (u: number, at: number, length: number, { template, vocabulary }: TrainingJob): number => {
  const padding = template === 'text' && at >= (2 * length) / 3 && u < 0.6
  return padding ? 0 : 1 + Math.floor(u * (vocabulary! - 1))
}

/** Made-up examples, the same for the same seed; images include flat areas, where pooling meets ties. */
export function examplesFor(job: TrainingJob, count: number, seed = 7): TrainingData {
  const width = job.inputShape.reduce((product, size) => product * size, 1)
  const key = keyOf(seed)
  const flat = job.inputShape.length === 3
  const inputs = Float32Array.from({ length: count * width }, (_, index) => {
    if (job.vocabulary !== undefined) return tokenAt(uniformAt(key, index), index % width, width, job)
    const value = uniformAt(key, index) * 2 - 1
    return flat && uniformAt(key ^ 1, index) < 0.4 ? 0 : value
  })
  const targets =
    job.task === 'classification'
      ? Int32Array.from({ length: count * (job.targetsPerExample ?? 1) }, (_, index) =>
          Math.floor(uniformAt(key ^ 2, index) * job.outputs),
        )
      : Float32Array.from({ length: count * job.outputs }, (_, index) => uniformAt(key ^ 2, index) * 2 - 1)
  const part = { count, inputs, targets }
  const { inputShape, outputs, task, vocabulary, targetsPerExample } = job
  return {
    inputShape,
    outputs,
    task,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
    train: part,
    validation: part,
  }
}

/** Row numbers of `steps` batches. */
export const rowsFor = (job: TrainingJob, steps: number, count: number): Int32Array =>
  Int32Array.from({ length: steps * rowsPerStep(job) }, (_, index) => (index * 7 + 3) % count)
