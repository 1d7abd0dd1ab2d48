import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { startBackend } from '../../main/training/engines/tfjs/backends.ts'
import { gatherRows, targetsOf } from '../../main/training/engines/tfjs/batches.ts'
import type { TrainingData } from '../../main/training/examples.ts'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import { activations } from '../../main/training/hyperparameters/architecture.ts'
import { createProgram } from '../../main/training/program/program.ts'
import { meanSquaredError, softmaxCrossEntropy } from '../../main/training/program/loss.ts'
import { RandomStream } from '../../main/training/program/randomness/stream.ts'
import { weightsOfModel } from '../../main/training/spec/model-weights.ts'
import { jobFor, smallData } from './small-jobs.ts'

await startBackend('tfjs-cpu')

const tables = smallData()
const targets = smallData({ task: 'regression', outputs: 2 })
const images = smallData({ inputShape: [6, 5, 2], train: 32 })

/**
 * How far the derivative of a job's loss along a random direction in the space of its parameters is from the central
 * difference, relative to the gradient's length. Single precision leaves some 1e-4 of noise.
 */
function directionalError(data: TrainingData, changes: Partial<Hyperparameters>, step: number): number {
  return tf.tidy(() => {
    const program = createProgram(jobFor(data, changes))
    const model = program.buildModel()
    const parameters = weightsOfModel(model, program.spec).filter(({ spec }) => spec.trainable)
    const random = new RandomStream(17)
    // Away from symmetric and zero starts, where a fault could hide.
    for (const { variable, spec } of parameters)
      if (spec.role !== 'kernel')
        variable.assign(
          tf.tensor(
            Float32Array.from({ length: variable.size }, () => 0.5 + 0.3 * random.normal()),
            variable.shape,
          ),
        )
    const rows = Int32Array.from({ length: 16 }, (_, row) => row)
    const x = gatherRows(data.train.inputs, rows, data.inputShape)
    const y = targetsOf(data, rows)
    const perStep = program.perStep(3, 0.1)
    const s = Object.fromEntries(
      program.scalars.map(({ name, dtype, value }) => [
        name,
        tf.scalar(value === 'perStep' ? perStep[name]! : value, dtype),
      ]),
    ) as Record<string, tf.Scalar>
    const loss = (): tf.Scalar => program.loss(model, x, y, s)
    const { grads } = tf.variableGrads(
      loss,
      parameters.map(({ variable }) => variable),
    )
    const directions = parameters.map(({ variable }) =>
      tf.tensor(
        Float32Array.from({ length: variable.size }, () => random.normal()),
        variable.shape,
      ),
    )
    const along = parameters.reduce(
      (sum, { variable }, i) => sum + tf.sum(tf.mul(grads[variable.name]!, directions[i]!)).dataSync()[0]!,
      0,
    )
    const length = Math.sqrt(
      parameters.reduce((sum, { variable }) => sum + tf.sum(tf.square(grads[variable.name]!)).dataSync()[0]!, 0),
    )
    const start = parameters.map(({ variable }) => variable.clone())
    const at = (distance: number): number => {
      parameters.forEach(({ variable }, i) => variable.assign(tf.add(start[i]!, tf.mul(directions[i]!, distance))))
      return loss().dataSync()[0]!
    }
    const difference = (at(step) - at(-step)) / (2 * step)
    model.dispose()
    expect(length).toBeGreaterThan(1e-3)
    return Math.abs(difference - along) / length
  })
}

/** Distances of the difference: long enough for single precision; short where kinks lie close by. */
const [far, near] = [1e-3, 2e-4]

const smooth = { layers: 2, activation: 'tanh' } as const

describe('gradients of the loss agree with finite differences', () => {
  test.each(activations.filter((name) => name !== 'softmax'))('activation %s', (activation) => {
    expect(directionalError(tables, { layers: 2, activation }, activation.endsWith('elu') ? near : far)).toBeLessThan(
      2e-3,
    )
  })

  test.each([
    ['cross-entropy', tables, smooth],
    ['mean squared error', targets, smooth],
    ['dropout, of the same mask', tables, { ...smooth, dropout: 0.4 }],
    ['batch normalisation', tables, { ...smooth, batchNorm: true }],
    ['batch normalisation of images', images, { ...smooth, batchNorm: true, convBlocks: 2, pooling: 'average' }],
    ['max pooling', images, { ...smooth, convBlocks: 2, pooling: 'max' }],
    ['average pooling', images, { ...smooth, convBlocks: 2, pooling: 'average' }],
    ['an even window', images, { ...smooth, convBlocks: 2, kernelSize: 2 }],
    ['a window larger than the map', images, { ...smooth, convBlocks: 3, kernelSize: 5, pooling: 'average' }],
  ] as const)('%s', (_title, data, changes) => {
    expect(
      directionalError(data, changes, 'pooling' in changes && changes.pooling === 'average' ? far : near),
    ).toBeLessThan(2e-3)
  })
})

describe('losses', () => {
  test('softmax cross-entropy equals its definition and stays finite for huge logits', () => {
    const logits = [
      [1, 2, 3],
      [0, 0, 0],
    ]
    const expected = (Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 1 + Math.log(3)) / 2
    expect(softmaxCrossEntropy(tf.tensor2d(logits), tf.tensor1d([0, 2], 'int32')).dataSync()[0]).toBeCloseTo(
      expected,
      6,
    )
    const huge = tf.tensor2d([[3e4, -3e4]])
    const { value, grad } = tf.valueAndGrad((x) => softmaxCrossEntropy(x as tf.Tensor2D, tf.tensor1d([1], 'int32')))(
      huge,
    ) as unknown as { value: tf.Scalar; grad: tf.Tensor }
    expect(value.dataSync()[0]).toBe(6e4)
    expect([...grad.dataSync()]).toEqual([1, -1])
  })

  test('mean squared error is over rows and outputs', () => {
    const loss = meanSquaredError(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d([
        [1, 0],
        [0, 4],
      ]),
    )
    expect(loss.dataSync()[0]).toBeCloseTo((0 + 4 + 9 + 0) / 4, 6)
  })
})
