import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { startBackend } from '../../main/training/engines/tfjs/backends.ts'
import { CounterMask, counterMask, stepKey } from '../../main/training/program/randomness/counter-mask.ts'
import { counterUniform, uniform } from '../../main/training/program/randomness/counter-uniform.ts'
import { bitsAt, keyOf, mix, uniformAt } from '../../main/training/program/randomness/hash.ts'
import { RandomStream } from '../../main/training/program/randomness/stream.ts'

/** Chi-squared of bytes against the uniform; 255 degrees of freedom, deviation 22.6. */
function chiSquared(bits: (position: number) => number, count: number): number[] {
  return [0, 8, 16, 24].map((shift) => {
    const counts = new Array<number>(256).fill(0)
    for (let i = 0; i < count; i++) counts[(bits(i) >>> shift) & 255]!++
    const expected = count / 256
    return counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)
  })
}

const share = (mask: Float32Array): number => mask.filter((value) => value === 0).length / mask.length

/** Correlation of which elements two masks drop. */
function correlation(a: Float32Array, b: Float32Array): number {
  const [p, q] = [share(a), share(b)]
  let both = 0
  for (let i = 0; i < a.length; i++) if (a[i] === 0 && b[i] === 0) both++
  return (both / a.length - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q))
}

describe('the counter hash', () => {
  test('keeps the values that saved checkpoints and other engines rely on', () => {
    expect([mix(0), mix(1), mix(2), mix(0xffffffff)]).toEqual([0, 1753845952, 3507691905, 1734902346])
    expect([keyOf(7), keyOf(7, 1), keyOf(7, 1, 2)]).toEqual([2335958894, 4020732111, 1555949955])
    expect([stepKey(7, 0), stepKey(7, 1)]).toEqual([-956489738, -1054586621])
  })

  test('draws uniform bytes for any key', () => {
    for (const key of [0, 1, 0x9e3779b1, keyOf(1, 2, 3)])
      for (const value of chiSquared((i) => bitsAt(key, i), 65_536)) {
        expect(value).toBeGreaterThan(255 - 5 * 22.6)
        expect(value).toBeLessThan(255 + 5 * 22.6)
      }
  })

  test('gives uniforms strictly between 0 and 1 and normals with the right moments', () => {
    const random = new RandomStream(keyOf(9))
    const normals = Array.from({ length: 40_000 }, () => random.normal())
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length
    const moment = (power: number): number => normals.reduce((sum, value) => sum + value ** power, 0) / normals.length
    expect(Math.abs(mean)).toBeLessThan(0.025)
    expect(moment(2)).toBeCloseTo(1, 1)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2)
    for (let i = 0; i < 10_000; i++) {
      const value = uniformAt(3, i)
      expect(value > 0 && value < 1).toBe(true)
    }
  })
})

describe("dropout's mask", () => {
  const size = 40_000

  test('drops its share and scales the rest so that the mean stays', () => {
    for (const rate of [0.05, 0.25, 0.5, 0.9]) {
      const mask = counterMask(size, stepKey(1, 2), 0, rate)
      expect(Math.abs(share(mask) - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / size))
      expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / Math.fround(1 - Math.fround(rate)))]))
    }
    expect(share(counterMask(size, stepKey(1, 2), 0, 0))).toBe(0)
  })

  test('is unrelated between neighbouring steps, layers, seeds and positions', () => {
    const mask = (seed: number, step: number, layer: number) => counterMask(size, stepKey(seed, step), layer, 0.5)
    const base = mask(3, 10, 0)
    const noise = 4.5 / Math.sqrt(size)
    for (const other of [mask(3, 11, 0), mask(3, 10, 1), mask(4, 10, 0), mask(3 + 2 ** 32, 10, 0), mask(10, 3, 0)])
      expect(Math.abs(correlation(base, other))).toBeLessThan(noise)
    for (const lag of [1, 2, 64])
      expect(Math.abs(correlation(base.subarray(0, size - lag), base.subarray(lag)))).toBeLessThan(noise)
  })

  test.each(['tfjs-cpu', 'tfjs-wasm'] as const)('is the same, to the bit, from the tfjs kernel: %s', async (name) => {
    await startBackend(name)
    for (const [key, layer, rate] of [
      [stepKey(1, 1), 0, 0.3],
      [-5, 3, 0.75],
    ] as const) {
      const mask = tf.tidy(
        () =>
          (
            tf
              .engine()
              .runKernel(
                CounterMask,
                { key: tf.scalar(key, 'int32'), rate: tf.scalar(rate) },
                { shape: [8, 5, 3], layer },
              ) as tf.Tensor
          ).dataSync() as Float32Array,
      )
      expect(mask).toEqual(counterMask(120, key, layer, rate))
    }
  })
})

describe('uniform numbers', () => {
  const size = 20_000

  test('are spread evenly over (0, 1)', () => {
    const values = counterUniform(size, stepKey(1, 2), 'rotation')
    for (const bound of [0.1, 0.25, 0.5, 0.9])
      expect(Math.abs(values.filter((value) => value < bound).length / size - bound)).toBeLessThan(
        4 * Math.sqrt((bound * (1 - bound)) / size),
      )
    expect(Math.min(...values)).toBeGreaterThan(0)
    expect(Math.max(...values)).toBeLessThan(1)
  })

  test('are unrelated between streams and steps', () => {
    const halves = (step: number, stream: string): Float32Array =>
      counterUniform(size, stepKey(1, step), stream).map((value) => (value < 0.5 ? 0 : 1))
    const base = halves(2, 'rotation')
    for (const other of [halves(2, 'zoom'), halves(3, 'rotation')])
      expect(Math.abs(correlation(base, other))).toBeLessThan(4.5 / Math.sqrt(size))
  })

  test.each(['tfjs-cpu', 'tfjs-wasm'] as const)('are the same, to the bit, from the tfjs kernel: %s', async (name) => {
    await startBackend(name)
    const values = tf.tidy(() => uniform(tf.scalar(-77, 'int32'), 'zoom', [8, 5, 3]).dataSync() as Float32Array)
    expect(values).toEqual(counterUniform(120, -77, 'zoom'))
  })
})
