import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { keptOfAverage, withAverages } from '../../main/training/averaging.ts'
import { startBackend } from '../../main/training/engines/tfjs/backends.ts'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import { clipped } from '../../main/training/program/clipping.ts'
import { withinNorm } from '../../main/training/program/max-norm.ts'
import { jobFor, smallData } from './small-jobs.ts'
import { train } from './training.ts'

const data = smallData()
const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
const off = { clipValue: false, clipNorm: false, clipGlobalNorm: false }

beforeAll(async () => {
  await startBackend('tfjs-cpu')
})

describe('clipping of gradients', () => {
  const gradients = [
    [3, -4],
    [0.5, 1, -2],
  ]
  const clip = (settings: Partial<typeof off>, limits: Record<string, number>): number[][] =>
    clipped(
      gradients.map((g) => tf.tensor(g)),
      { ...off, ...settings },
      Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, tf.scalar(limit)])),
    ).map((g) => [...g.dataSync()])

  test('by value keeps each number within the limit', () => {
    expect(clip({ clipValue: true }, { clipValue: 1 })).toEqual([
      [1, -1],
      [0.5, 1, -1],
    ])
  })
  test('by norm shortens the long tensors and leaves the others', () => {
    const [first, second] = clip({ clipNorm: true }, { clipNorm: 2.5 })
    expect(first).toEqual([1.5, -2])
    expect(second).toEqual(gradients[1])
  })
  test('by global norm keeps directions and proportions', () => {
    const result = clip({ clipGlobalNorm: true }, { clipGlobalNorm: 1 }).flat()
    expect(norm(result)).toBeCloseTo(1, 6)
    expect(result[0]! / result[4]!).toBeCloseTo(-1.5, 5)
  })
})

describe('max-norm', () => {
  test('shortens the weights into a unit that are too long, and no others', () => {
    const kernel = tf.tensor2d([
      [3, 0.3],
      [4, 0.4],
    ])
    const [a, b, c, d] = [...withinNorm(kernel, tf.scalar(1)).dataSync()]
    expect([a, c]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)])
    expect([b, d]).toEqual([expect.closeTo(0.3, 6), expect.closeTo(0.4, 6)])
  })

  test.each(['compiled', 'tfjs-cpu'] as const)('holds after training on %s', async (engine) => {
    const { state } = await train(jobFor(data, { maxNorm: 0.5, learningRate: 0.1 }), data, engine)
    for (const { name, shape, values } of state.tensors.filter((tensor) => tensor.name.endsWith('/kernel')))
      for (let unit = 0; unit < shape[1]!; unit++)
        expect(norm([...values].filter((_, index) => index % shape[1]! === unit)), name).toBeLessThan(0.5001)
  })
})

describe('averages of weights', () => {
  const job = (h: Partial<Hyperparameters>) => ({ ...jobFor(data, h), trainingRows: 4 * 16 })

  test('weigh steps exponentially without a bias at the start', () => {
    const settings = job({ averaging: 'ema', averageDecay: 0.9 })
    let average = 0
    const weights = [2, 5, -1, 3]
    weights.forEach((weight, step) => {
      const kept = keptOfAverage(settings, step)
      average = kept * average + (1 - kept) * weight
    })
    const shares = weights.map((_, step) => 0.9 ** (weights.length - 1 - step))
    const expected = weights.reduce((sum, weight, step) => sum + weight * shares[step]!, 0)
    expect(average).toBeCloseTo(expected / shares.reduce((sum, share) => sum + share, 0), 9)
  })

  test('weigh all steps alike from the first one of stochastic weight averaging', () => {
    const settings = job({ averaging: 'swa', averageFrom: 0.5, epochs: 2 })
    let average = 0
    ;[9, 9, 9, 9, 1, 2, 3, 4].forEach((weight, step) => {
      const kept = keptOfAverage(settings, step)
      average = kept * average + (1 - kept) * weight
    })
    expect(average).toBeCloseTo(2.5, 9)
  })

  test.each(['ema', 'swa'] as const)('%s are what is kept and scored in the end', async (averaging) => {
    const settings = { averaging, restoreBest: false, learningRate: 0.05 }
    const result = await train(jobFor(data, settings), data, 'compiled')
    const averaged = withAverages(result.state)
    const weights = (state: typeof result.state) =>
      state.tensors.filter(({ name }) => !name.includes(':')).map(({ values }) => [...values])
    expect(weights(averaged)).toEqual(weights(result.state))
    const plainly = await train(jobFor(data, { restoreBest: false, learningRate: 0.05 }), data, 'compiled')
    expect(weights(plainly.state)).not.toEqual(weights(result.state))
  })
})

describe('gradient accumulation', () => {
  test('makes the same steps as a batch as large as all together', async () => {
    const twice = await train(jobFor(data, { batchSize: 8, accumulation: 2 }), data, 'compiled')
    const once = await train(jobFor(data, { batchSize: 16 }), data, 'compiled')
    for (const [index, { values }] of twice.state.tensors.entries())
      values.forEach((value, at) => expect(value).toBeCloseTo(once.state.tensors[index]!.values[at]!, 4))
  })
})
