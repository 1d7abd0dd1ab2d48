import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { rewrite } from '../../../main/training/engines/compiled/rewrite/rewrite.ts'
import {
  gradientName,
  recordGradients,
  scalarName,
} from '../../../main/training/engines/compiled/step/record-program.ts'
import { record } from '../../../main/training/engines/compiled/trace/record.ts'
import type { Activation } from '../../../main/training/hyperparameters/architecture.ts'
import { createProgram } from '../../../main/training/program/program.ts'
import { keyOf, uniformAt } from '../../../main/training/program/randomness/hash.ts'
import type { Array64 } from './float64.ts'
import { evaluate } from './float64.ts'
import { examplesFor, tinyJob } from './jobs.ts'
import type { JobOverrides } from './jobs.ts'
import { lowered, runOnnx } from './run-graph.ts'
import type { Data } from './run-graph.ts'

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
]

const texts = { template: 'text', vocabulary: 12, inputShape: [6], layers: 0, embeddingUnits: 4 } as const
const characters = { template: 'nextToken', vocabulary: 7, outputs: 7, inputShape: [5], embeddingUnits: 3 } as const
const series = { template: 'sequence', inputShape: [6, 2], task: 'regression', outputs: 2 } as const

const table: (readonly [string, JobOverrides])[] = [
  ...activations.map((activation) => [`dense layers with ${activation}`, { activation, layers: 2 }] as const),
  ['a regression', { task: 'regression', outputs: 2 }],
  ['dropout', { dropout: 0.4, layers: 2 }],
  ['batch normalisation', { batchNorm: true, layers: 2 }],
  ['convolutions and max pooling', { template: 'cnn', convBlocks: 2, activation: 'relu' }],
  ['convolutions and max pooling after tanh', { template: 'cnn', convBlocks: 2 }],
  ['convolutions and average pooling', { template: 'cnn', convBlocks: 2, pooling: 'average', inputShape: [7, 5, 1] }],
  ['the average token of a text', { ...texts, encoder: 'average' }],
  ['the largest steps of a text', { ...texts, encoder: 'max', layers: 1 }],
  ['convolutions of a text', { ...texts, encoder: 'conv' }],
  ['convolutions of a text, averaged', { ...texts, encoder: 'conv', pooling: 'average' }],
  ['the next token', { ...characters, encoder: 'mlp' }],
  ['convolutions of a series', { ...series, encoder: 'conv', convBlocks: 2 }],
  ['convolutions with batch normalisation', { template: 'cnn', batchNorm: true, activation: 'relu' }],
]

const distance = 1e-5

/** Elements of a tensor that are checked: a difference takes two evaluations each. */
const probes = (count: number): number[] =>
  count <= 12 ? [...Array(count).keys()] : Array.from({ length: 12 }, (_, index) => Math.floor((index * count) / 12))

describe('compiled gradients are those of the loss, by central differences in double precision', () => {
  it.each(table)('%s', async (_, overrides) => {
    const job = tinyJob({ ...overrides, batchSize: 4 })
    const program = createProgram(job)
    const recorded = recordGradients(program)
    const { train } = examplesFor(job, 4)
    const perStep = program.perStep(3, 0.1)
    const feeds: Record<string, Data> = {
      x: { shape: [4, ...job.inputShape], dtype: 'float32', values: train.inputs },
      y:
        job.task === 'classification'
          ? { shape: [4], dtype: 'int32', values: train.targets }
          : { shape: [4, job.outputs], dtype: 'float32', values: train.targets },
    }
    program.weights.forEach(({ name, shape, initial, role }, tensor) => {
      // Not exactly zero: biases of zero put every unit of flat images on the corner of a relu.
      const values = initial().map((value, index) =>
        role === 'kernel' || role === 'embedding' ? value : value + 0.1 * (uniformAt(keyOf(tensor), index) - 0.5),
      )
      feeds[name] = { shape, dtype: 'float32', values }
    })
    for (const { name, dtype, value } of program.scalars) {
      const number = value === 'perStep' ? perStep[name]! : value
      feeds[scalarName(name)] = {
        shape: [],
        dtype,
        values: dtype === 'int32' ? Int32Array.of(number) : Float32Array.of(number),
      }
    }
    const compiled = await runOnnx(lowered(rewrite(recorded)), feeds)
    const inputs = new Map<string, Array64>(
      Object.entries(feeds).map(([name, { values }]) => [name, Float64Array.from(values)]),
    )
    const loss = (): number => evaluate(recorded, 'loss', inputs)[0]!
    expect(Math.abs(compiled['loss']![0]! - loss())).toBeLessThan(1e-5)
    let checked = 0
    for (const { name, trainable, role, shape } of program.weights) {
      if (!trainable) continue
      const weights = inputs.get(name)!
      const gradient = compiled[gradientName(name)]!
      const scale = Math.max(1e-2, ...Array.from(gradient, Math.abs))
      for (const index of probes(weights.length)) {
        if (role === 'embedding' && index < shape[1]!) continue // the padding's row stays as it is
        const at = weights[index]!
        weights[index] = at + distance
        const above = loss()
        weights[index] = at - distance
        const below = loss()
        weights[index] = at
        expect(Math.abs(gradient[index]! - (above - below) / (2 * distance)) / scale, `${name}[${index}]`).toBeLessThan(
          1e-4,
        )
        checked++
      }
    }
    expect(checked).toBeGreaterThan(20)
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
