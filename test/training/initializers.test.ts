import { describe, expect, test } from 'vitest'
import type { InitializerName } from '../../main/training/hyperparameters/architecture.ts'
import { initializerNames } from '../../main/training/hyperparameters/architecture.ts'
import { initialValues } from '../../main/training/program/initializers/initial-values.ts'
import { initialKernel } from '../../main/training/program/initializers/kernels.ts'

/** An initialiser with everything else at its default. */
const settings = (initializer: InitializerName) => ({ initializer, initScale: 1, initDeviation: 0.05, biasStart: 0 })

const dense = [200, 50]
const convolution = [3, 3, 8, 32]

interface Statistics {
  readonly mean: number
  readonly deviation: number
  readonly extreme: number
}

function statistics(values: Float32Array): Statistics {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return {
    mean,
    deviation: Math.sqrt(variance),
    extreme: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  }
}

/** Fans of the two shapes above. */
const fansOf = { dense: { fanIn: 200, fanAvg: 125 }, convolution: { fanIn: 72, fanAvg: (72 + 288) / 2 } }

/** Published variance, and how far out values may lie in deviations. */
const random: Partial<
  Record<InitializerName, { variance: (fan: { fanIn: number; fanAvg: number }) => number; reach: number }>
> = {
  randomNormal: { variance: () => 0.05 ** 2, reach: 6 },
  randomUniform: { variance: () => 0.05 ** 2 / 3, reach: Math.sqrt(3) },
  // A normal cut at two deviations keeps 0.8796 of its own.
  truncatedNormal: { variance: () => (0.05 * 0.8796) ** 2, reach: 2 / 0.8796 },
  varianceScaling: { variance: ({ fanIn }) => 1 / fanIn, reach: 2 / 0.8796 },
  glorotNormal: { variance: ({ fanAvg }) => 1 / fanAvg, reach: 2 / 0.8796 },
  glorotUniform: { variance: ({ fanAvg }) => 1 / fanAvg, reach: Math.sqrt(3) },
  heNormal: { variance: ({ fanIn }) => 2 / fanIn, reach: 2 / 0.8796 },
  heUniform: { variance: ({ fanIn }) => 2 / fanIn, reach: Math.sqrt(3) },
  leCunNormal: { variance: ({ fanIn }) => 1 / fanIn, reach: 2 / 0.8796 },
  leCunUniform: { variance: ({ fanIn }) => 1 / fanIn, reach: Math.sqrt(3) },
}

describe('initialisers', () => {
  test.each(Object.keys(random) as InitializerName[])(
    '%s has its published variance, around zero, within its bounds',
    (name) => {
      const { variance, reach } = random[name]!
      for (const [shape, fans] of [
        [dense, fansOf.dense],
        [convolution, fansOf.convolution],
      ] as const) {
        const values = initialKernel(name, shape, 12345)
        const expected = Math.sqrt(variance(fans))
        const { mean, deviation, extreme } = statistics(values)
        expect(Math.abs(mean)).toBeLessThan((5 * expected) / Math.sqrt(values.length))
        expect(Math.abs(deviation / expected - 1)).toBeLessThan(0.05)
        expect(extreme).toBeLessThanOrEqual(expected * reach * 1.0001)
        expect(extreme).toBeGreaterThan(expected * 1.6)
      }
    },
  )

  test('zeros, ones and constant are what they say', () => {
    for (const [name, value] of [
      ['zeros', 0],
      ['ones', 1],
      ['constant', Math.fround(0.05)],
    ] as const)
      expect(new Set(initialKernel(name, dense, 1))).toEqual(new Set([value]))
  })

  test.each([[[20, 6]], [[6, 20]], [[3, 3, 2, 7]]])('orthogonal has orthonormal rows or columns: %j', (shape) => {
    const columns = shape.at(-1)!
    const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1)
    const values = initialKernel('orthogonal', shape, 3)
    const at = (i: number, k: number): number => (rows >= columns ? values[k * columns + i]! : values[i * columns + k]!)
    for (let i = 0; i < Math.min(rows, columns); i++)
      for (let j = 0; j <= i; j++) {
        let product = 0
        for (let k = 0; k < Math.max(rows, columns); k++) product += at(i, k) * at(j, k)
        expect(product).toBeCloseTo(i === j ? 1 : 0, 5)
      }
  })

  test('identity passes inputs on, also where it is not square; a convolution by the centre of its window', () => {
    expect([...initialKernel('identity', [2, 3], 0)]).toEqual([1, 0, 0, 0, 1, 0])
    expect([...initialKernel('identity', [3, 2], 0)]).toEqual([1, 0, 0, 1, 0, 0])
    const kernel = initialKernel('identity', [3, 3, 2, 2], 0)
    expect(kernel.reduce((sum, value) => sum + value, 0)).toBe(2)
    expect([...kernel.slice(4 * 4, 5 * 4)]).toEqual([1, 0, 0, 1])
  })

  test.each([...initializerNames])('%s is a function of seed and place, finite everywhere', (name) => {
    const weight = { name: 'dense1/kernel', role: 'kernel', shape: [9, 7], trainable: true } as const
    const values = initialValues(weight, settings(name), 5, 0)
    expect(values).toEqual(initialValues(weight, settings(name), 5, 0))
    expect(values.every(Number.isFinite)).toBe(true)
    const fixed = ['zeros', 'ones', 'constant', 'identity'].includes(name)
    for (const other of [initialValues(weight, settings(name), 6, 0), initialValues(weight, settings(name), 5, 1)])
      if (fixed) expect(other).toEqual(values)
      else expect(other).not.toEqual(values)
  })

  test('biases start at zero, normalisation passes its input on', () => {
    const of = (role: 'bias' | 'beta' | 'gamma' | 'movingMean' | 'movingVariance'): number[] => [
      ...initialValues({ name: role, role, shape: [2], trainable: true }, settings('heNormal'), 1, 0),
    ]
    expect([of('bias'), of('beta'), of('movingMean')]).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
    expect([of('gamma'), of('movingVariance')]).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  test('the scale multiplies kernels, the deviation is that of plain normal kernels, the bias start is that of biases', () => {
    const kernel = { name: 'dense1/kernel', role: 'kernel', shape: [200, 50], trainable: true } as const
    const plain = initialValues(kernel, settings('heNormal'), 1, 0)
    const halved = initialValues(kernel, { ...settings('heNormal'), initScale: 0.5 }, 1, 0)
    expect([...halved]).toEqual([...plain.map((value) => value / 2)])
    const wide = initialValues(kernel, { ...settings('randomNormal'), initDeviation: 0.3 }, 1, 0)
    expect(statistics(wide).deviation).toBeCloseTo(0.3, 2)
    const bias = { name: 'dense1/bias', role: 'bias', shape: [2], trainable: true } as const
    expect([...initialValues(bias, { ...settings('heNormal'), biasStart: 0.5 }, 1, 0)]).toEqual([0.5, 0.5])
  })

  test('a depthwise kernel is drawn for each channel by its own window; as identity it passes all channels on', () => {
    const kernel = {
      name: 'd/depthwiseKernel',
      role: 'depthwiseKernel',
      shape: [3, 3, 500, 1],
      trainable: true,
    } as const
    expect(statistics(initialValues(kernel, settings('heNormal'), 1, 0)).deviation).toBeCloseTo(Math.sqrt(2 / 9), 1)
    const identity = initialValues({ ...kernel, shape: [3, 3, 2, 1] }, settings('identity'), 1, 0)
    expect([...identity.slice(8, 10)]).toEqual([1, 1])
    expect(identity.reduce((sum, value) => sum + value, 0)).toBe(2)
  })
})
