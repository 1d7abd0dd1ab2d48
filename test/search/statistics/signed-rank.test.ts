import { describe, expect, it } from 'vitest'
import { signedRankPositive } from '../../../main/search/statistics/signed-rank.ts'

/** Heights of fifteen pairs of maize plants, crossed minus self-fertilised (Darwin 1876), in eighths of an inch. */
const maize = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]

describe("Wilcoxon's signed-rank test", () => {
  it("gives scipy's exact p for Darwin's plants", () => {
    // scipy.stats.wilcoxon: two-sided 0.041259765625.
    expect(signedRankPositive(maize)).toBeCloseTo(0.041259765625 / 2, 12)
  })

  it('is 2^-n where all n differences are positive, ties or not, and 1 where there is none', () => {
    for (const n of [1, 2, 4, 10]) {
      expect(signedRankPositive(Array.from({ length: n }, (_, i) => i + 1))).toBeCloseTo(2 ** -n, 12)
      expect(signedRankPositive(new Array<number>(n).fill(0.5))).toBeCloseTo(2 ** -n, 12)
    }
    expect(signedRankPositive([0, 0, 0])).toBe(1)
  })

  it('lets zeros take ranks and say nothing', () => {
    // Pratt: |d| 0, 1, 2 have ranks 1, 2, 3; of the sums 0, 2, 3, 5 of the latter two, 5 comes once and 3 or more twice in four.
    expect(signedRankPositive([0, 1, 2])).toBeCloseTo(0.25, 12)
    expect(signedRankPositive([0, -1, 2])).toBeCloseTo(0.5, 12)
  })

  it('goes over to the normal approximation without a jump', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1 : 1) * (i + 1))
    const [before, after, later] = [
      signedRankPositive(many(25)),
      signedRankPositive(many(26)),
      signedRankPositive(many(27)),
    ]
    // Every other difference is negative: the sums lie to both sides of the middle in turn.
    expect(before).toBeGreaterThan(0.5)
    expect(after).toBeLessThan(0.5)
    expect(Math.abs(later - before)).toBeLessThan(0.02)
  })
})
