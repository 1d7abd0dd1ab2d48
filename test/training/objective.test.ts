import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { withClassWeights } from '../../main/training/class-weights.ts'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import type { TrainingJob } from '../../main/training/job.ts'
import { batchLoss, objectiveOf } from '../../main/training/program/objective.ts'
import { jobFor, smallData } from './small-jobs.ts'

beforeAll(() => void tf.setBackend('cpu'))

const [classes, values] = [smallData(), smallData({ task: 'regression', outputs: 1 })]

function lossOf(job: TrainingJob, outputs: number[][], targets: tf.Tensor): number {
  const scalars = Object.fromEntries(objectiveOf(job).constants.map(({ name, value }) => [name, tf.scalar(value)]))
  return batchLoss(tf.tensor2d(outputs), targets, job, scalars).dataSync()[0]!
}

const logits = [
  [2, 1, -1],
  [0, 0.5, 3],
]
const classify = (hyperparameters: Partial<Hyperparameters>, rest: Partial<TrainingJob> = {}): number =>
  lossOf(jobFor(classes, hyperparameters, rest), logits, tf.tensor1d([0, 1], 'int32'))

const probabilities = logits.map((row) => {
  const sum = row.reduce((total, x) => total + Math.exp(x), 0)
  return row.map((x) => Math.exp(x) / sum)
})
const [p, q] = [probabilities[0]![0]!, probabilities[1]![1]!]

describe('the loss of a classifier', () => {
  test('focal loss is -(1 - p)^gamma log p, and cross-entropy where gamma is 0', () => {
    const expected = -((1 - p) ** 2 * Math.log(p) + (1 - q) ** 2 * Math.log(q)) / 2
    expect(classify({ classificationLoss: 'focal' })).toBeCloseTo(expected, 6)
    expect(classify({ classificationLoss: 'focal', focalGamma: 0 })).toBeCloseTo(classify({}), 6)
  })

  test('smoothing spreads its share of the target over all classes', () => {
    const costs = [0, 1].map((row) =>
      probabilities[row]!.reduce((sum, each, k) => sum - (k === row ? 0.8 : 0.1) * Math.log(each), 0),
    )
    expect(classify({ labelSmoothing: 0.3 })).toBeCloseTo((costs[0]! + costs[1]!) / 2, 6)
  })

  test('hinge is what is missing to a margin of 1 over the best wrong class', () => {
    // 2 is 1 above 1: nothing is missing. 0.5 is 2.5 below 3: 3.5 are.
    expect(classify({ classificationLoss: 'hinge' })).toBeCloseTo(3.5 / 2, 6)
  })

  test('weights of classes multiply the losses of their examples', () => {
    const expected = -(3 * Math.log(p) + 0.5 * Math.log(q)) / 2
    expect(classify({}, { classWeights: [3, 0.5, 1] })).toBeCloseTo(expected, 6)
  })

  test('balanced weights give each class the same say and have mean 1 over the training rows', () => {
    const targets = Int32Array.from([0, 0, 0, 1])
    const train = { count: 4, inputs: new Float32Array(24), targets }
    const { classWeights } = withClassWeights(jobFor(classes, { classWeights: 'balanced' }), { ...classes, train })
    expect(classWeights).toEqual([4 / 6, 2, 0])
    expect(withClassWeights(jobFor(classes), { ...classes, train }).classWeights).toBeUndefined()
  })
})

describe('the loss of a regression', () => {
  const errors = [0.5, -3]
  const of = (hyperparameters: Partial<Hyperparameters>): number =>
    lossOf(jobFor(values, hyperparameters), [[1], [1]], tf.tensor2d([[1 + errors[0]!], [1 + errors[1]!]]))

  test.each([
    ['the mean squared error', { regressionLoss: 'meanSquared' }, (0.25 + 9) / 2],
    ['the mean absolute error', { regressionLoss: 'meanAbsolute' }, (0.5 + 3) / 2],
    ['quadratic up to delta, then linear', { regressionLoss: 'huber', huberDelta: 2 }, (0.125 + 2 * (3 - 1)) / 2],
    ['log cosh', { regressionLoss: 'logCosh' }, (Math.log(Math.cosh(0.5)) + Math.log(Math.cosh(3))) / 2],
    ['the pinball loss', { regressionLoss: 'quantile', quantile: 0.9 }, (0.9 * 0.5 + 0.1 * 3) / 2],
  ] as const)('%s', (_title, hyperparameters, expected) => {
    expect(of(hyperparameters)).toBeCloseTo(expected, 6)
  })
})
