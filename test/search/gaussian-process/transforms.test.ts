import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  logExpectedImprovement,
  logImprovement,
  logImprovementSlope,
} from '../../../main/search/gaussian-process/log-expected-improvement.ts'
import { transformed } from '../../../main/search/gaussian-process/output-transform.ts'

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value / values.length, 0)
const deviation = (values: ArrayLike<number>): number =>
  Math.sqrt(mean(Array.from(values, (value) => (value - mean(values)) ** 2)))

describe('output transform', () => {
  it.each(['standardise', 'yeo-johnson'] as const)('%s keeps the order, and gives mean 0 and deviation 1', (name) => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 40 }), (losses) => {
        const values = transformed(losses, name)
        expect(mean(values)).toBeCloseTo(0, 9)
        expect(deviation(values)).toBeCloseTo(1, 9)
        const order = [...losses.keys()].sort((a, b) => (losses[a] as number) - (losses[b] as number))
        for (let i = 1; i < order.length; i++)
          expect(values[order[i] as number] as number).toBeGreaterThanOrEqual(values[order[i - 1] as number] as number)
      }),
    )
  })

  it('does not depend on the unit or the origin of the losses', () => {
    const losses = [0.3, 0.1, 7, 0.2, 0.25, 90]
    for (const name of ['standardise', 'yeo-johnson'] as const) {
      const [here, there] = [
        transformed(losses, name),
        transformed(
          losses.map((loss) => 1e6 * loss - 3e4),
          name,
        ),
      ]
      for (const [i, value] of here.entries()) expect(there[i]).toBeCloseTo(value, 4)
    }
  })

  it('pulls a diverged run in: it stands out less after Yeo-Johnson, and the rest is told apart', () => {
    const losses = [0.1, 0.2, 0.3, 0.4, 4e7]
    const [plain, bent] = [transformed(losses, 'standardise'), transformed(losses, 'yeo-johnson')]
    const gap = (values: Float64Array): number => (values[3] as number) - (values[0] as number)
    expect(gap(plain)).toBeLessThan(1e-6)
    expect(Math.max(...bent)).toBeLessThanOrEqual(Math.max(...plain))
  })

  it('is 0 for values that are all the same, and finite for huge ones', () => {
    expect([...transformed([2, 2, 2], 'yeo-johnson')]).toEqual([0, 0, 0])
    for (const value of transformed([1e150, -1e150, 3], 'yeo-johnson')) expect(Number.isFinite(value)).toBe(true)
  })
})

describe('log expected improvement', () => {
  it('is finite and rising from z = -1e8 to 1e3', () => {
    let before = Number.NEGATIVE_INFINITY
    for (let exponent = 8; exponent >= -6; exponent -= 0.01) {
      const value = logImprovement(-(10 ** exponent))
      expect(Number.isFinite(value)).toBe(true)
      expect(value).toBeGreaterThan(before)
      before = value
    }
    for (let z = 0; z < 1000; z += 0.37) {
      expect(logImprovement(z)).toBeGreaterThan(before)
      before = logImprovement(z)
    }
  })

  it('is the logarithm of the textbook formula, and its slope that of finite differences', () => {
    expect(logExpectedImprovement(1, 4, 2)).toBeCloseTo(Math.log(1 * 0.6914624612740131 + 2 * 0.3520653267642995), 12)
    for (const z of [-200, -99.9, -30, -5, -1.01, -0.99, 0, 3, 20]) {
      const h = 1e-5 * Math.max(1, Math.abs(z))
      const slope = (logImprovement(z + h) - logImprovement(z - h)) / (2 * h)
      expect(Math.abs(logImprovementSlope(z) / slope - 1)).toBeLessThan(1e-5)
    }
  })
})
