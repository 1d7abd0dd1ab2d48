import { describe, expect, it } from 'vitest'
import { median, play } from '../../main/host/bench/search/play.ts'
import { problems } from '../../main/host/bench/search/problems.ts'
import { bars, optuna } from '../../main/host/bench/search/reference.ts'
import { createSampler } from '../../main/search/samplers/registry.ts'

/** The bench has twenty seeds and every problem; this is what of it can be played in a minute. */
const seeds = [0, 1, 2, 3, 4, 5, 6, 7]

type Name = keyof typeof problems

const medianOf = (sampler: string, name: Name, evaluations = 100, options = {}): number =>
  median(seeds.map((seed) => play(createSampler(sampler, options), problems[name], seed, evaluations).at(-1) as number))

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value) / values.length, 0))

describe('bars of the search, eight seeds', { timeout: 240_000 }, () => {
  it('TPE: regrets after 100 evaluations are at most 0.75 of those of the TPE of Optuna 5, in the geometric mean', () => {
    const names = ['sphere10s', 'rosen10', 'branin', 'mixed9', 'cond'] as const
    const ratios = names.map((name) => medianOf('tpe', name) / optuna.tpe[name])
    expect(geometricMean(ratios)).toBeLessThanOrEqual(0.75)
  })

  it('genetic algorithm: at most 0.6 of those of the NSGA-II of Optuna 5, in the geometric mean', () => {
    const names = ['sphere10s', 'rosen10', 'mixed9', 'cond'] as const
    const ratios = names.map((name) => medianOf('ga', name) / optuna.nsga2[name])
    expect(geometricMean(ratios)).toBeLessThanOrEqual(0.6)
  })

  it('CMA-ES: mixed integers and choices are reached too, to 0.25', () => {
    expect(medianOf('cma', 'mixed9', 300)).toBeLessThanOrEqual(0.25)
  })

  it('automatic choice: a conditional space is within 0.1 after 50 evaluations', () => {
    expect(medianOf('auto', 'cond', 50)).toBeLessThanOrEqual(0.1)
  })

  it('automatic choice: Branin to 1e-4 in 80 evaluations, told that there is no noise', () => {
    expect(medianOf('auto', 'branin', 80, { deterministic: true })).toBeLessThanOrEqual(bars.noiseKnown.branin)
  })
})
