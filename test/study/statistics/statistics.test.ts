import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../main/search/random/stream.ts'
import { bootstrapInterval } from '../../../main/study/statistics/bootstrap.ts'
import { correctedResampledTTest, welchTTest } from '../../../main/study/statistics/comparison.ts'
import { meanInterval } from '../../../main/study/statistics/interval.ts'
import { mean } from '../../../main/study/statistics/moments.ts'
import { incompleteBeta, tCdf, tDensity, tQuantile } from '../../../main/study/statistics/student-t.ts'

/** Printed by scipy 1.x: stats.t.ppf(p, df). */
const quantiles = [
  [0.9, 1, 3.0776835371752544],
  [0.9, 3.7, 1.5575658388615072],
  [0.9, 1000, 1.2823987214609247],
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 4, 2.7764451051977934],
  [0.975, 9, 2.262157162798205],
  [0.995, 3.7, 4.8692522532278275],
  [0.995, 30, 2.7499956535672254],
  [1e-6, 1, -318309.8861827435],
  [1e-6, 4, -41.577854150450975],
  [1e-6, 1000, -4.781608620458351],
] as const

/** scipy's stats.t.cdf and stats.t.pdf. */
const chances = [
  [-3, 1, 0.10241638234956672, 0.03183098861837907],
  [-0.5, 4, 0.32166498159093165, 0.3222618685603871],
  [0.1, 12.5, 0.539034838874851, 0.3889458291328032],
  [2, 200, 0.9765734069064645, 0.05445652667777416],
  [20, 4, 0.9999815584470985, 3.65786634965931e-6],
  [20, 12.5, 0.999999999963791, 2.1991977227941305e-11],
] as const

const a = [0.81, 0.84, 0.8, 0.86, 0.83]
const b = [0.8, 0.81, 0.79, 0.84, 0.835]
const skewed = [1.2, 0.4, 3.3, 0.9, 2.2, 0.1, 7.5, 1.1, 0.8, 2.9]

describe("Student's t", () => {
  it("gives scipy's quantiles", () => {
    for (const [p, df, value] of quantiles) expect(Math.abs(tQuantile(p, df) / value - 1)).toBeLessThan(1e-9)
  })

  it("gives scipy's probabilities and densities", () => {
    for (const [t, df, below, density] of chances) {
      expect(tCdf(t, df)).toBeCloseTo(below, 12)
      expect(Math.abs(tDensity(t, df) / density - 1)).toBeLessThan(1e-10)
    }
    expect(incompleteBeta(0.3, 2.5, 0.5)).toBeCloseTo(0.018927124071945658, 13)
    expect(incompleteBeta(0.99, 40, 3)).toBeCloseTo(0.9914161462002665, 13)
  })

  it('has quantiles that undo its probabilities', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 1, max: 300, noNaN: true }),
        (p, df) => {
          expect(tCdf(tQuantile(p, df), df)).toBeCloseTo(p, 9)
        },
      ),
    )
  })

  it('has no quantile of 0, 1 or no freedom', () => {
    for (const [p, df] of [
      [0, 3],
      [1, 3],
      [0.5, 0],
    ] as const)
      expect(tQuantile(p, df)).toBeNaN()
  })
})

describe('the interval of a mean', () => {
  it('is that of scipy.stats.t.interval', () => {
    const { low, high } = meanInterval(a)!
    expect(low).toBeCloseTo(0.7983556783493339, 10)
    expect(high).toBeCloseTo(0.8576443216506661, 10)
  })

  it('is wider where values come from splits of the same rows', () => {
    const plain = meanInterval(a)!
    const corrected = meanInterval(a, 0.95, 0.25)!
    expect((corrected.high - corrected.low) / (plain.high - plain.low)).toBeCloseTo(Math.sqrt(0.45 / 0.2), 10)
  })

  it('does not exist for one value', () => {
    expect(meanInterval([1])).toBeUndefined()
  })
})

describe('a comparison of two settings', () => {
  it("is scipy's Welch test where they were scored independently", () => {
    const found = welchTTest(a, b)!
    expect(found.t).toBeCloseTo(0.8992288030258915, 9)
    expect(found.df).toBeCloseTo(7.934426229508197, 9)
    expect(found.p).toBeCloseTo(0.395000916243511, 9)
    expect([found.low, found.high]).toEqual([
      expect.closeTo(-0.020385533368918914, 9),
      expect.closeTo(0.046385533368918715, 9),
    ])
  })

  it("is scipy's paired test without overlap, and Nadeau and Bengio's with it", () => {
    const paired = correctedResampledTTest(a, b, 0)!
    expect(paired.t).toBeCloseTo(2.2294816068526173, 9)
    expect(paired.p).toBeCloseTo(0.08966251702034497, 9)
    expect(paired.low).toBeCloseTo(-0.003189317847087014, 9)
    const corrected = correctedResampledTTest(a, b, 0.25)!
    expect(corrected.t).toBeCloseTo(1.486321071235078, 9)
    expect(corrected.p).toBeCloseTo(0.21138945207609797, 9)
  })

  it('knows settings that never vary', () => {
    expect(welchTTest([1, 1], [1, 1])).toMatchObject({ difference: 0, t: 0, p: 1 })
    expect(welchTTest([2, 2], [1, 1])).toMatchObject({ difference: 1, p: 0, low: 1, high: 1 })
    expect(correctedResampledTTest([1], [2], 0)).toBeUndefined()
  })
})

describe('the bootstrap interval', () => {
  const random = () => randomStream(1, 0, 'bootstrap').uniform
  it("is scipy's, corrected and by percentile", () => {
    const options = { resamples: 20_000 }
    const bca = bootstrapInterval(skewed, mean, random(), options)!
    expect(bca.low).toBeCloseTo(1.13, 1)
    expect(Math.abs(bca.high - 4.03)).toBeLessThan(0.1)
    const percentile = bootstrapInterval(skewed, mean, random(), { ...options, method: 'percentile' })!
    expect(Math.abs(percentile.low - 0.96)).toBeLessThan(0.03)
    expect(Math.abs(percentile.high - 3.48)).toBeLessThan(0.06)
  })

  it('is a point where all values are equal, and none of one value', () => {
    expect(bootstrapInterval([2, 2, 2], mean, random())).toEqual({ low: 2, high: 2 })
    expect(bootstrapInterval([2], mean, random())).toBeUndefined()
  })
})
