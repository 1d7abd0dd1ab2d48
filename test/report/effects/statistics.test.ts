import { describe, expect, it } from 'vitest'
import { meanInterval } from '../../../main/report/statistics/mean-interval.ts'
import {
  incompleteBeta,
  logGamma,
  tCdf as studentCdf,
  tQuantile as studentQuantile,
} from '../../../main/study/statistics/student-t.ts'

describe("Student's t distribution", () => {
  // Values of scipy.stats.t.ppf; the 97.5 % column is in every printed table.
  it.each([
    [0.975, 1, 12.706204736432095],
    [0.975, 2, 4.302652729911275],
    [0.975, 4, 2.7764451051977987],
    [0.975, 9, 2.2621571627409915],
    [0.975, 30, 2.0422724563012373],
    [0.995, 4, 4.604094871415897],
    [0.95, 5, 2.0150483733330233],
    [0.025, 4, -2.7764451051977987],
  ])('has its %f quantile with %i degrees of freedom at %f', (p, degrees, expected) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(expected, 9)
  })

  it('is the arc tangent for one degree of freedom', () => {
    for (const t of [-3, -0.5, 0, 0.1, 2, 40]) expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12)
  })

  it('comes close to the normal distribution for many degrees', () => {
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.95996635681, 6)
  })

  it('has no quantile outside of 0 to 1', () => {
    expect(studentQuantile(1, 4)).toBeNaN()
    expect(studentQuantile(0.975, 0)).toBeNaN()
  })
})

it('knows the gamma function at whole and half numbers', () => {
  expect(logGamma(5)).toBeCloseTo(Math.log(24), 12)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12)
  expect(logGamma(100)).toBeCloseTo(359.1342053695754, 9)
})

it('knows the incomplete beta function where it is a polynomial', () => {
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12)
  expect(incompleteBeta(0.3, 2, 1)).toBeCloseTo(0.09, 12)
  expect(incompleteBeta(0.8, 2, 2)).toBeCloseTo(3 * 0.64 - 2 * 0.512, 12)
})

describe('the interval of a mean', () => {
  it('is that of the t distribution', () => {
    // 1 .. 5: s = sqrt(2.5), half width 2.77645 * 1.58114 / sqrt(5), as scipy.stats.t.interval gives it.
    const interval = meanInterval([1, 2, 3, 4, 5])!
    expect(interval).toMatchObject({ n: 5, mean: 3 })
    expect(interval.deviation).toBeCloseTo(1.5811388300841898, 12)
    expect(interval.margin).toBeCloseTo(1.9632432, 6)
  })

  it('has no width for one value, and is none for no value', () => {
    expect(meanInterval([7])).toEqual({ n: 1, mean: 7 })
    expect(meanInterval([])).toBeUndefined()
  })
})
