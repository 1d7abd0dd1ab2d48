import { describe, expect, it } from 'vitest'
import { curveFamilies } from '../../../main/search/curves/families.ts'
import { fitCurve } from '../../../main/search/curves/fit.ts'
import { forecast } from '../../../main/search/curves/forecast.ts'
import { extrapolationPruner } from '../../../main/search/pruners/extrapolation.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const epochs = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number

/** A made curve: falls from 1 towards `end` by a power law, with noise. */
const noisy = (count: number, end: number, exponent: number, noise: number, seed: number) => {
  const random = randomStream(seed, 0, 'curve')
  return {
    epochs: epochs(count),
    values: epochs(count).map((t) => end + (1 - end) * (1 + t / 3) ** -exponent + noise * random.normal()),
  }
}
const truth = (t: number, end: number, exponent: number): number => end + (1 - end) * (1 + t / 3) ** -exponent

describe('learning curves', () => {
  it.each(curveFamilies.map((family) => [family.name, family] as const))(
    '%s is found again from its own points',
    (_, family) => {
      const shape = (t: number) => 0.2 + 0.7 * family.shape(t, Math.log(8), Math.log(0.9))
      const fitted = fitCurve({ epochs: epochs(20), values: epochs(20).map(shape) }, family)
      expect(fitted.squares).toBeLessThan(1e-4)
      for (const t of [1, 10, 20, 30]) expect(fitted.at(t)).toBeCloseTo(shape(t), 1)
    },
  )

  it('takes a rising curve for a flat one', () => {
    for (const family of curveFamilies)
      expect(fitCurve({ epochs: epochs(5), values: [1, 2, 3, 4, 5] }, family).at(50)).toBeCloseTo(3, 6)
  })

  it('forecast better than the last value does, over curves of many forms', () => {
    const errors = { forecast: [] as number[], last: [] as number[] }
    for (let seed = 0; seed < 20; seed++) {
      const [end, exponent] = [0.05 + 0.02 * seed, 0.5 + 0.1 * (seed % 6)]
      const curve = noisy(15, end, exponent, 0.01, seed)
      const truly = truth(60, end, exponent)
      errors.forecast.push(Math.abs(middle(forecast(curve, 60, 40, randomStream(1, seed, 'forecast'))) - truly))
      errors.last.push(Math.abs((curve.values.at(-1) as number) - truly))
    }
    expect(middle(errors.forecast)).toBeLessThan(0.6 * middle(errors.last))
  })

  it('hold the truth within nine tenths of their forecasts about that often', () => {
    let held = 0
    for (let seed = 0; seed < 40; seed++) {
      const curve = noisy(20, 0.2, 0.8, 0.02, seed)
      const ends = forecast(curve, 50, 100, randomStream(2, seed, 'forecast')).sort((a, b) => a - b)
      const truly = truth(50, 0.2, 0.8)
      if (truly > (ends[5] as number) && truly < (ends[94] as number)) held++
    }
    expect(held / 40).toBeGreaterThan(0.75)
  })
})

describe('the learning-curve pruner', () => {
  const trial = (number: number, values: readonly number[], state: SearchTrial['state']): SearchTrial => ({
    number,
    configuration: {},
    state,
    intermediate: values.map((value, index) => [index + 1, value] as const),
    ...(state === 'complete' ? { values: [values.at(-1) as number] } : {}),
  })
  const best = trial(0, noisy(40, 0.1, 1.5, 0.002, 1).values, 'complete')
  const pruner = extrapolationPruner()

  it('stops a curve that flattens far above the best, and says where it leads', () => {
    const poor = trial(1, noisy(14, 0.6, 1.5, 0.002, 2).values, 'running')
    const decision = pruner.decide(poor, [best, poor], 'minimise')
    expect(decision).toMatchObject({ stop: true })
    if (decision.stop)
      expect(decision.because).toMatch(/^From epoch 14 its curve leads to about 0\.6\d* at epoch 40; in 0 of 40/)
  })

  it('lets a curve that falls slowly but surely go on, where the median would stop it', () => {
    const values = epochs(14).map((t) => 1 - 0.03 * t)
    const slow = trial(1, values, 'running')
    expect(pruner.decide(slow, [best, slow], 'minimise').stop).toBe(false)
  })

  it('stops nothing before a quarter of a full training', () => {
    const poor = trial(1, noisy(9, 0.6, 1.5, 0.002, 2).values, 'running')
    expect(pruner.decide(poor, [best, poor], 'minimise').stop).toBe(false)
  })
})
