import { describe, expect, it } from 'vitest'
import { LEVEL } from '../../../main/search/gaussian-process/model.ts'
import { Posterior } from '../../../main/search/gaussian-process/posterior.ts'
import { searchedValleys } from '../../../main/search/gaussian-process/valleys.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

/** Lengthscale 0.15, variance 1, nearly no single effects and no noise. */
const theta = Float64Array.of(Math.log(0.15), 0, -60, Math.log(1e-4))
const group = Int32Array.of(0)
/** A broad valley around 0.25, and a ridge at 0.5 before another one around 0.8. */
const twoValleys = (x: number): number => (x < 0.5 ? 20 * (x - 0.25) ** 2 - 1 : 1.25 - 12 * (x - 0.5) * (1.1 - x))

function survey(points: readonly number[], kept?: Uint8Array) {
  const x = Float64Array.from(points)
  const y = x.map(twoValleys)
  const posterior = new Posterior({ n: x.length, size: 1, group, x, y, level: LEVEL }, theta)
  return searchedValleys({ x, y, group, theta, posterior, kept })
}

const spread = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
const bottom = [0.25, 0.251, 0.249, 0.252, 0.248, 0.2501, 0.2499, 0.2502, 0.2498, 0.253]

describe('valleys that have been searched', () => {
  it('are those whose bottom has gained nothing for eight trials near it', () => {
    const { bottoms, inside, holds } = survey([...spread, ...bottom])
    expect(bottoms).toHaveLength(1)
    expect([...inside.slice(spread.length)]).toEqual(bottom.map(() => 1))
    expect(holds(Float64Array.of(0.25))).toBe(true)
    expect(holds(Float64Array.of(0.12))).toBe(true)
  })

  it('end at the ridge: what lies beyond it is still to be searched', () => {
    const { holds, inside } = survey([...spread, ...bottom])
    expect(holds(Float64Array.of(0.8))).toBe(false)
    expect(inside[spread.indexOf(0.8)]).toBe(0)
  })

  it('are none while the best one still gains', () => {
    expect(survey([...spread, ...bottom.slice(0, 5)]).bottoms).toEqual([])
    expect(survey([...spread, 0.4, 0.38, 0.36, 0.34, 0.32, 0.31, 0.3, 0.29, 0.28, 0.27, 0.26]).bottoms).toEqual([])
  })

  it('have no bottom that breaks a limit', () => {
    const points = [...spread, ...bottom]
    const kept = Uint8Array.from(points, (point) => (point < 0.5 ? 0 : 1))
    expect(survey(points, kept).bottoms).toEqual([])
  })
})

describe('the level of a function', () => {
  it('is not the mean of trials that crowd where it is good', () => {
    const crowd = Array.from({ length: 12 }, (_, k) => 0.1 + 0.002 * k)
    const x = Float64Array.from([...crowd, 0.35, 0.6, 0.85])
    const y = Float64Array.from(x, (at) => (at < 0.2 ? -0.5 : 2))
    const far = (level: number): number =>
      new Posterior({ n: 15, size: 1, group, x, y, level }, Float64Array.of(Math.log(0.03), 0, -60, -7)).mean(
        Float64Array.of(0.48),
      )
    expect(far(0)).toBeCloseTo(0, 1)
    expect(far(LEVEL)).toBeGreaterThan(0.8)
  })
})

describe('a deeper valley behind a broad one', () => {
  const space: SearchSpace = {
    parameters: ['a', 'b', 'c'].map((name) => ({
      kind: 'float',
      name,
      low: 0,
      high: 1,
      scale: 'linear',
      default: 0.5,
    })),
    relations: [],
  }
  const near = (x: readonly number[], centre: number, width: number): number =>
    Math.exp(-x.reduce((sum, value) => sum + (value - centre) ** 2, 0) / width)
  const value = (x: readonly number[]): number => -near(x, 0.75, 0.6) - 1.5 * near(x, 0.2, 0.06)

  it('is found by the Gaussian process within 60 trials, in three seeds of four', () => {
    const found = [0, 1, 2, 3].filter((seed) => {
      const sampler = createSampler('gp', { deterministic: true })
      const history: SearchTrial[] = []
      for (let number = 0; number < 60; number++) {
        const suggestion = sampler.suggest({ space, directions: ['minimise'] }, [...history], { seed, number })
        if (suggestion.kind === 'exhausted') break
        const { configuration } = suggestion
        const values = [value(Object.values(configuration).map(Number))]
        history.push({ number, configuration, state: 'complete', values, intermediate: [] })
      }
      return Math.min(...history.map(({ values }) => values?.[0] as number)) < -1.3
    })
    expect(found.length).toBeGreaterThanOrEqual(3)
  })
})
