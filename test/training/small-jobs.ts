import { completeHyperparameters } from '../../main/training/hyperparameters/complete.ts'
import type { TrainingData } from '../../main/training/examples.ts'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import type { TrainingJob } from '../../main/training/job.ts'
import { RandomStream } from '../../main/training/program/randomness/stream.ts'

export const plain: Hyperparameters = {
  ...completeHyperparameters('mlp', {}),
  learningRate: 0.01,
  schedule: 'constant',
  warmupEpochs: 0,
  decayFactor: 0.5,
  decayEpochs: 2,
  batchSize: 16,
  epochs: 4,
  layers: 1,
  neurons: 8,
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

interface Shape {
  readonly inputShape: readonly number[]
  readonly outputs: number
  readonly task: 'classification' | 'regression'
}

/** Rows whose targets a small network can learn: the class is the largest of the first `outputs` inputs; values are sums. */
function examples(count: number, { inputShape, outputs, task }: Shape, seed: number): TrainingData['train'] {
  const random = new RandomStream(seed)
  const width = inputShape.reduce((product, size) => product * size, 1)
  const inputs = Float32Array.from({ length: count * width }, () => random.normal())
  const row = (i: number): Float32Array => inputs.subarray(i * width, (i + 1) * width)
  const targets =
    task === 'classification'
      ? Int32Array.from({ length: count }, (_, i) =>
          row(i)
            .subarray(0, outputs)
            .indexOf(Math.max(...row(i).subarray(0, outputs))),
        )
      : Float32Array.from({ length: count * outputs }, (_, i) => {
          const x = row(Math.floor(i / outputs))
          return 0.5 * x[0]! - x[1]! + 0.3 * (i % outputs)
        })
  return { count, inputs, targets }
}

export function smallData(shape: Partial<Shape> & { train?: number; validation?: number } = {}): TrainingData {
  const { train = 96, validation = 40, inputShape = [6], outputs = 3, task = 'classification' } = shape
  const full = { inputShape, outputs, task }
  return { ...full, train: examples(train, full, 11), validation: examples(validation, full, 12) }
}

/** Texts of up to 7 tokens out of 12, padded after the end; the class is that of the first token. */
export function smallTexts(
  options: { readonly targetsPerExample?: number; readonly outputs?: number } = {},
): TrainingData {
  const [length, vocabulary, { outputs = 3, targetsPerExample }] = [7, 12, options] as const
  const part = (count: number, seed: number): TrainingData['train'] => {
    const random = new RandomStream(seed)
    const inputs = new Float32Array(count * length)
    const targets = new Int32Array(count * (targetsPerExample ?? 1))
    for (let row = 0; row < count; row++) {
      const end = targetsPerExample === undefined ? Math.ceil(random.uniform(0, length)) : length
      for (let at = 0; at < end; at++) inputs[row * length + at] = Math.floor(random.uniform(1, vocabulary))
      targets[row] = inputs[row * length]! % outputs
    }
    if (targetsPerExample !== undefined) targets.forEach((_, at) => (targets[at] = inputs[at]! % outputs))
    return { count, inputs, targets }
  }
  return {
    inputShape: [length],
    outputs,
    vocabulary,
    ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
    task: 'classification',
    train: part(96, 3),
    validation: part(40, 4),
  }
}

export function jobFor(
  data: TrainingData,
  hyperparameters: Partial<Hyperparameters> = {},
  rest: Partial<TrainingJob> = {},
): TrainingJob {
  const { task, inputShape, outputs, vocabulary, targetsPerExample } = data
  return {
    template: inputShape.length === 3 ? 'cnn' : 'mlp',
    task,
    inputShape,
    outputs,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
    hyperparameters: { ...plain, ...hyperparameters },
    seed: 7,
    monitor: { metric: 'loss', direction: 'minimise' },
    ...rest,
  }
}
