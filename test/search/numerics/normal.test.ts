import { describe, expect, it } from 'vitest'
import {
  erfcx,
  logNormalCdf,
  logNormalMass,
  normalCdf,
  normalQuantile,
  normalQuantileOfLog,
} from '../../../main/search/numerics/normal.ts'
import { upperTail } from '../statistics.ts'

describe('normal distribution', () => {
  it('agrees with a series and a continued fraction to 1e-12, in the middle and in both tails', () => {
    for (let z = -8; z <= 8; z += 0.037) {
      const exact = z < 0 ? upperTail(-z) : 1 - upperTail(z)
      expect(Math.abs(normalCdf(z) / exact - 1)).toBeLessThan(1e-12)
    }
  })

  it('has the logarithm of tails far beyond what a double holds (SciPy log_ndtr)', () => {
    // scipy.special.log_ndtr
    const known: [number, number][] = [
      [-1000000.0, -500000000014.73456],
      [-1000.0, -500007.8266948122],
      [-38.0, -726.5572160188201],
      [-20.0, -203.9171553710973],
      [-10.0, -53.23128515051248],
      [-5.0, -15.064998393988727],
      [-1.0, -1.841021645009264],
      [0.5, -0.3689464152886563],
      [3.0, -0.001350809964748193],
    ]
    for (const [z, value] of known) expect(Math.abs(logNormalCdf(z) / value - 1)).toBeLessThan(1e-13)
  })

  it('has the mass of narrow intervals in a far tail, where a difference of probabilities is 0', () => {
    const mass = logNormalMass(40, 40.01)
    const middle = -0.5 * 40.005 ** 2 - 0.5 * Math.log(2 * Math.PI) + Math.log(0.01)
    expect(Math.abs(mass - middle)).toBeLessThan(0.01)
    expect(logNormalMass(-40.01, -40)).toBeCloseTo(mass, 12)
    expect(Math.exp(logNormalMass(-1, 1))).toBeCloseTo(0.6826894921370859, 14)
    expect(logNormalMass(-50, 50)).toBeCloseTo(0, 14)
  })

  it('is undone by its quantile function', () => {
    for (let z = -7.5; z <= 5; z += 0.053) expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-9)
    for (const z of [-1000, -60, -38, -30, -12, -6, -2, -1.5, -1, 0, 2])
      expect(Math.abs(normalQuantileOfLog(logNormalCdf(z)) / (z || 1) - (z ? 1 : 0))).toBeLessThan(1e-10)
  })

  it('scales the complementary error function for any argument', () => {
    for (const [x, value] of [
      [0, 1],
      [0.1, 0.8964569799691268],
      [0.4, 0.6707877852947615],
      [0.47, 0.6314005166600344],
      [1.0, 0.427583576155807],
      [3.9, 0.14031418160068973],
      [4.1, 0.13383411641865198],
      [10.0, 0.05614099274382259],
      [10000.0, 5.641895807268084e-5],
    ] as const)
      expect(Math.abs(erfcx(x) / value - 1)).toBeLessThan(1e-14)
  })
})
