import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { record } from '../../../main/training/engines/compiled/trace/record.ts'
import type { Activation } from '../../../main/training/hyperparameters/architecture.ts'
import { keyOf, uniformAt } from '../../../main/training/program/randomness/hash.ts'
import { evaluate } from './float64.ts'
import { tinyJob } from './jobs.ts'
import type { JobOverrides } from './jobs.ts'
import { lowered, runOnnx } from './run-graph.ts'
import { nameOf, recurrentCases, withRecurrentJob } from './recurrent-jobs.ts'
import { distance, expectTrueGradients } from './true-gradients.ts'

const activations: Activation[] = [
  'linear',
  'relu',
  'tanh',
  'sigmoid',
  'softmax',
  'elu',
  'selu',
  'leakyRelu',
  'gelu',
  'swish',
  'softplus',
  'mish',
  'hardSwish',
  'prelu',
]

const texts = { template: 'text', vocabulary: 12, inputShape: [6], layers: 0, embeddingUnits: 4 } as const
const characters = { template: 'nextToken', vocabulary: 7, outputs: 7, inputShape: [5], embeddingUnits: 3 } as const
const series = { template: 'sequence', inputShape: [6, 2], task: 'regression', outputs: 2 } as const

/** Each cell with all that it can have and with nothing, forwards and backwards. */
const recurrentForms = recurrentCases.filter(({ dropout, masked }) => dropout === masked)

const table: (readonly [string, JobOverrides])[] = [
  ...activations.map((activation) => [`dense layers with ${activation}`, { activation, layers: 2 }] as const),
  ['a regression', { task: 'regression', outputs: 2 }],
  ['dropout', { dropout: 0.4, layers: 2 }],
  ['batch normalisation', { batchNorm: true, layers: 2 }],
  ['convolutions and max pooling', { template: 'cnn', convBlocks: 2, activation: 'relu' }],
  ['convolutions and max pooling after tanh', { template: 'cnn', convBlocks: 2 }],
  ['convolutions and average pooling', { template: 'cnn', convBlocks: 2, pooling: 'average', inputShape: [7, 5, 1] }],
  ['layer normalisation', { normalisation: 'layer', layers: 2 }],
  ['group normalisation', { normalisation: 'group', normalisationGroups: 2, neurons: 6, layers: 2 }],
  [
    'convolutions with group normalisation',
    { template: 'cnn', normalisation: 'group', filters: 4, normalisationGroups: 2 },
  ],
  ['alpha dropout', { dropout: 0.3, dropoutKind: 'alpha', activation: 'selu', layers: 2 }],
  ['spatial dropout', { template: 'cnn', spatialDropout: 0.4 }],
  ['noise on inputs and hidden layers', { inputNoise: 0.2, hiddenNoise: 0.3 }],
  ['residual blocks', { template: 'cnn', blockKind: 'residual', batchNorm: true }],
  ['residual blocks and global pooling', { template: 'cnn', blockKind: 'residual', globalPooling: true }],
  ['separable blocks', { template: 'cnn', blockKind: 'separable', activation: 'hardSwish' }],
  ['focal loss, smoothed', { classificationLoss: 'focal', labelSmoothing: 0.1 }],
  ['hinge loss', { classificationLoss: 'hinge' }],
  ['smoothed and weighted classes', { labelSmoothing: 0.2, classWeights: [0.5, 2, 1] }],
  ...(['meanAbsolute', 'huber', 'logCosh', 'quantile'] as const).map(
    (regressionLoss) =>
      [
        `a regression by ${regressionLoss}`,
        { task: 'regression', regressionLoss, huberDelta: 0.4, quantile: 0.8 },
      ] as const,
  ),
  ['the average token of a text', { ...texts, encoder: 'average' }],
  ['the largest steps of a text', { ...texts, encoder: 'max', layers: 1 }],
  ['convolutions of a text', { ...texts, encoder: 'conv' }],
  ['convolutions of a text, averaged', { ...texts, encoder: 'conv', pooling: 'average' }],
  ['the next token', { ...characters, encoder: 'mlp' }],
  ['convolutions of a series', { ...series, encoder: 'conv', convBlocks: 2 }],
  ['convolutions with batch normalisation', { template: 'cnn', batchNorm: true, activation: 'relu' }],
]

describe('compiled gradients are those of the loss, by central differences in double precision', () => {
  it.each(table)('%s', async (_, overrides) => {
    await expectTrueGradients(tinyJob({ ...overrides, batchSize: 4 }))
  })

  it.each(recurrentForms.map((form) => [nameOf(form), form] as const))('%s', async (_, form) => {
    await withRecurrentJob(form, { batchSize: 4 }, expectTrueGradients, form.bidirectional ? 1 : 2)
  })
})

describe('where tfjs is wrong, the right gradient is compiled', () => {
  it.each([
    [3, 1],
    [2, 2],
    [3, 2],
  ])(
    'average pooling of %i with stride %i and same padding counts the cells that a window covers',
    async (size, stride) => {
      const shape = [2, 5, 7, 2] as const
      const x = { name: 'x', shape, dtype: 'float32' } as const
      const pooled = (images: tf.Tensor): tf.Tensor => tf.avgPool(images as tf.Tensor4D, size, stride, 'same')
      const recorded = record('pool', [x], ({ x }) => {
        const weighted = (images: tf.Tensor): tf.Scalar => tf.sum(tf.square(pooled(images)))
        return { loss: weighted(x!), gradient: tf.grad(weighted)(x!) }
      })
      const values = Float32Array.from({ length: 140 }, (_, index) => uniformAt(keyOf(5), index))
      const { gradient } = await runOnnx(lowered(recorded), { x: { shape, dtype: 'float32', values } })
      const inputs = new Map([['x', Float64Array.from(values)]])
      for (let index = 0; index < values.length; index += 3) {
        const at = (offset: number): number => {
          inputs.get('x')![index] = values[index]! + offset
          const loss = evaluate(recorded, 'loss', inputs)[0]!
          inputs.get('x')![index] = values[index]!
          return loss
        }
        expect(Math.abs(gradient![index]! - (at(distance) - at(-distance)) / (2 * distance))).toBeLessThan(1e-5)
      }
    },
  )
})
