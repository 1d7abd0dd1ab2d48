import { describe, expect, it } from 'vitest'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import { priceOf } from '../../../main/search/cost/price.ts'
import { timeModelOf } from '../../../main/search/cost/time-model.ts'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { layoutOf } from '../../../main/search/space/layout.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'
import { median } from '../../../main/host/bench/search/play.ts'
import { machine, play, space } from './simulated.ts'

const layout = layoutOf(compileSpace(space))
const { history } = play(createSampler('random'), machine, 3, 1000, false)
const draws = randomStream(8, 0, 'cost test')
const anywhere = () => layout.configuration(Float64Array.from(layout.axes, draws.uniform))

describe('the model of training time', () => {
  it('predicts what trials take that nobody has tried, within 15 % at the median after 20 trials', () => {
    const model = timeModelOf(layout, history.slice(0, 20))!
    const errors = Array.from({ length: 200 }, () => {
      const configuration = anywhere()
      return Math.abs(model.of(configuration).mean - Math.log(machine.seconds(configuration)))
    })
    expect(median(errors)).toBeLessThan(0.15)
  })

  it('knows how sure it is: four fifths of new trials lie in its 80 % interval, give or take', () => {
    const noisy = history.slice(0, 30).map((trial, index): SearchTrial => {
      const seconds = trial.cost!.seconds * Math.exp(0.3 * randomStream(5, index, 'noise').normal())
      return { ...trial, cost: { ...trial.cost!, seconds } }
    })
    const model = timeModelOf(layout, noisy)!
    const inside = Array.from({ length: 400 }, () => {
      const configuration = anywhere()
      const { mean, deviation } = model.of(configuration)
      const seen = Math.log(machine.seconds(configuration)) + 0.3 * draws.normal()
      return Math.abs(seen - mean) < 1.2816 * deviation
    })
    const share = inside.filter(Boolean).length / inside.length
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.93)
  })

  it('takes pruned trials as shorter ones, not as quick configurations', () => {
    const pruned = history
      .slice(0, 40)
      .map((trial, index): SearchTrial =>
        index % 2 === 0
          ? { ...trial, state: 'pruned', cost: { ...trial.cost!, seconds: trial.cost!.seconds / 8 } }
          : trial,
      )
    const model = timeModelOf(layout, pruned)!
    const ratios = Array.from({ length: 100 }, () => {
      const configuration = anywhere()
      return model.of(configuration).mean - Math.log(machine.seconds(configuration))
    })
    expect(Math.abs(median(ratios))).toBeLessThan(0.2)
  })

  it('says nothing before the third trial, and nothing of failed ones', () => {
    expect(timeModelOf(layout, history.slice(0, 2))).toBeUndefined()
    const failed = history.slice(0, 9).map((trial): SearchTrial => ({ ...trial, state: 'failed' }))
    expect(timeModelOf(layout, failed)).toBeUndefined()
  })

  it('has the slopes that finite differences have', () => {
    const price = priceOf(layout, history.slice(0, 25), { seed: 1, number: 25, seconds: 2000 })!
    const active = new Uint8Array(layout.axes.length).fill(1)
    for (let round = 0; round < 20; round++) {
      const point = Float64Array.from(layout.axes, () => 0.05 + 0.9 * draws.uniform())
      for (const k of layout.axes.keys()) {
        const moved = (by: number): number => {
          const other = point.slice()
          other[k]! += by
          return price.of(other, active)
        }
        // Whole numbers are not rounded here: the model is smooth.
        const measured = (moved(1e-5) - moved(-1e-5)) / 2e-5
        expect(price.steepness(point, active) * price.slope(k, point[k]!)).toBeCloseTo(measured, 4)
      }
    }
  })
})

describe('a search that ends by time', () => {
  const budget = 300

  it.each([
    ['gp', 0.5, [1, 2, 3]],
    ['tpe', 0.9, [1, 2, 3, 4, 5, 6, 7, 8]],
  ] as const)('%s gains more per second where costs vary a hundredfold', (name, share, seeds) => {
    /** Mean logarithm of the regret at half time. */
    const regret = (told: boolean): number => {
      const regrets = seeds.map(
        (seed) => play(createSampler(name), machine, seed, budget, told).bestAfter(budget / 2) - 0.15,
      )
      return regrets.reduce((sum, value) => sum + Math.log(Math.max(value, 1e-4)) / seeds.length, 0)
    }
    expect(regret(true)).toBeLessThan(regret(false) + Math.log(share))
  })

  it('starts nothing that would surely not end in time', () => {
    for (const seed of [1, 2]) {
      const { history: told } = play(createSampler('gp'), machine, seed, budget)
      expect(budget - told.at(-1)!.cost!.until).toBeLessThan(budget / 10)
    }
  })

  it('gives the same suggestion for the same history, and another one than a search without an end', () => {
    const trials = history.slice(0, 15)
    const suggest = (seconds?: number) =>
      createSampler('gp').suggest(machine.problem, trials, { seed: 4, number: 15, ...(seconds ? { seconds } : {}) })
    expect(suggest(1500)).toEqual(suggest(1500))
    expect(suggest(1500)).not.toEqual(suggest())
  })
})
