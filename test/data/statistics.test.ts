import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meanAndDeviation, mostFrequent, quantile, quantileOf } from '../../main/data/preprocess/statistics.ts'

const values = fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 200,
})

describe('the quantile of unsorted values', () => {
  it('is that of the sorted ones, ties and all', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const sorted = Float64Array.from(list).sort()
        // Minus zero and zero are ties: which one is found does not matter.
        expect(quantileOf(Float64Array.from(list), share) + 0).toBe(quantile(sorted, share) + 0)
      }),
      { numRuns: 500 },
    )
  })

  it('interpolates as numpy does by default', () => {
    // numpy.quantile([1, 2, 4, 8], [0.25, 0.5, 0.9]) = [1.75, 3, 6.8]
    for (const [share, expected] of [
      [0.25, 1.75],
      [0.5, 3],
      [0.9, 6.8],
    ] as const)
      expect(quantileOf(Float64Array.of(8, 1, 4, 2), share)).toBeCloseTo(expected, 12)
  })

  it('takes a time in proportion to the number of values also where they are sorted or equal', () => {
    const sorted = Float64Array.from({ length: 200_000 }, (_, place) => place)
    const start = performance.now()
    expect(quantileOf(sorted, 0.5)).toBe(99_999.5)
    expect(quantileOf(new Float64Array(200_000), 0.5)).toBe(0)
    // A quadratic method would take minutes.
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('mean, deviation and commonest value', () => {
  it('of shifted values are shifted, without losing the deviation to rounding', () => {
    const { mean, deviation } = meanAndDeviation(Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 3))
    expect(mean).toBe(1e9 + 2)
    expect(deviation).toBeCloseTo(Math.sqrt(2 / 3), 6)
  })

  it('are the smallest of equally common ones', () => {
    expect(mostFrequent(Float64Array.of(1, 2, 2, 3, 3))).toBe(2)
    expect(mostFrequent(Float64Array.of(5))).toBe(5)
    expect(mostFrequent(new Float64Array(0))).toBe(0)
  })
})
