import { describe, expect, it } from 'vitest'
import { keepsLimits, violationOf, type OutcomeLimit } from '../../../main/search/constraints/outcome-limit.ts'
import { rankedObservations, rankingLoss } from '../../../main/search/evolution/ranking.ts'
import { hypervolume } from '../../../main/search/pareto/hypervolume.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import { rankedByDominance } from '../../../main/search/samplers/genetic.ts'
import type { SearchProblem } from '../../../main/search/sampler.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const latency: OutcomeLimit = { name: 'latency', relation: 'atMost', bound: 5 }
const accuracy: OutcomeLimit = { name: 'accuracy', relation: 'atLeast', bound: 0.8 }
const trial = (constraints: readonly number[], value = 1, number = 0): SearchTrial => ({
  number,
  configuration: {},
  state: 'complete',
  values: [value],
  intermediate: [],
  constraints,
})

describe('limits on outcomes', () => {
  it('are broken by the distance beyond them, relative to their size, summed; the bound itself is allowed', () => {
    expect(violationOf([latency, accuracy], trial([5, 0.8]))).toBe(0)
    expect(violationOf([latency, accuracy], trial([10, 0.4]))).toBeCloseTo(1 + 0.5, 12)
    expect(violationOf([{ ...latency, bound: 0 }], trial([3]))).toBe(3)
    expect(violationOf([{ ...latency, bound: -2 }], trial([-1]))).toBeCloseTo(0.5, 12)
    expect(violationOf([latency], trial([Number.POSITIVE_INFINITY]))).toBeGreaterThan(1e100)
  })

  it('do not hold against a trial what was not measured', () => {
    expect(keepsLimits([latency], trial([Number.NaN]))).toBe(true)
    expect(keepsLimits([latency], { ...trial([]), state: 'pruned' })).toBe(true)
    const bare: SearchTrial = { number: 0, configuration: {}, state: 'complete', values: [1], intermediate: [] }
    expect(keepsLimits([latency], bare)).toBe(true)
  })

  it('put what breaks them behind all that does not, by how much, and before what failed', () => {
    const history = [
      trial([9], 0, 0),
      trial([4], 5, 1),
      trial([6], 1, 2),
      trial([3], 4, 3),
      { ...trial([1], 0, 4), state: 'failed' as const },
    ]
    const ranked = rankedObservations(history, 'minimise', [latency])
    expect(ranked.map(({ trial: { number } }) => number)).toEqual([3, 1, 2, 0, 4])
    const losses = ranked.map(rankingLoss)
    expect(losses).toEqual([...losses].sort((a, b) => a - b))
    expect(new Set(losses).size).toBe(losses.length)
    expect(rankedObservations(history, 'minimise').map(({ trial: { number } }) => number)).toEqual([0, 2, 3, 1, 4])
  })

  it('rank before dominance in a study with several objectives', () => {
    const losses = [
      [0, 0],
      [1, 2],
      [2, 1],
      [3, 3],
    ]
    expect(rankedByDominance(losses, [1, 0, 0, 0.5])).toEqual([1, 2, 3, 0])
    expect(rankedByDominance(losses)).toEqual([0, 1, 2, 3])
  })
})

const space: SearchSpace = {
  parameters: [
    { kind: 'float', name: 'rate', low: 0, high: 1, scale: 'linear', default: 0.5 },
    { kind: 'int', name: 'units', low: 4, high: 512, scale: 'log', default: 16 },
    { kind: 'categorical', name: 'activation', choices: ['relu', 'tanh', 'gelu'], default: 'relu' },
  ],
  relations: [],
}
/** Larger networks are better, and slower: without the limit the best has 512 neurons and takes 26 ms. */
const loss = ({ rate, units, activation }: Configuration): number =>
  4 * (Number(rate) - 0.3) ** 2 +
  1 / Math.sqrt(Number(units)) +
  (activation === 'tanh' ? 0.05 : activation === 'relu' ? 0.1 : 0)
const milliseconds = ({ units, activation }: Configuration): number =>
  (0.05 * Number(units) + 0.2) * (activation === 'gelu' ? 2 : 1)

function played(name: string, seed: number, trials: number, problem: Omit<SearchProblem, 'space'>): SearchTrial[] {
  const sampler = createSampler(name)
  const history: SearchTrial[] = []
  for (let number = 0; number < trials; number++) {
    const suggestion = sampler.suggest({ space, ...problem }, [...history], { seed, number })
    if (suggestion.kind === 'exhausted') break
    const { configuration } = suggestion
    const [value, time] = [loss(configuration), milliseconds(configuration)]
    history.push({
      number,
      configuration,
      state: 'complete',
      values: problem.directions.length === 2 ? [value, Number(configuration['rate'])] : [value],
      intermediate: [],
      constraints: [time],
    })
  }
  return history
}

const limited = { directions: ['minimise'] as const, constraints: [latency] }
const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number
const bestKept = (history: readonly SearchTrial[]): number =>
  Math.min(...history.filter((one) => keepsLimits([latency], one)).map(({ values }) => values?.[0] as number))
const seeds = [0, 1, 2, 3, 4]

describe('samplers under a limit on the latency', () => {
  it.each([
    ['gp', 30],
    ['tpe', 50],
    ['ga', 60],
    ['cma', 60],
    ['de', 60],
    ['regularisedEvolution', 60],
  ])('%s finds better networks that keep it than random search does, in the median of five seeds', (name, trials) => {
    const found = (sampler: string): number =>
      middle(seeds.map((seed) => bestKept(played(sampler, seed, trials, limited))))
    expect(found(name)).toBeLessThan(found('random'))
  })

  it('the Gaussian process comes within 0.01 of the best that keeps it (96 neurons, tanh), which it would pass by otherwise', () => {
    const best = loss({ rate: 0.3, units: 96, activation: 'tanh' })
    const gap = (problem: Omit<SearchProblem, 'space'>): number =>
      middle([0, 1, 2].map((seed) => bestKept(played('gp', seed, 30, problem)) - best))
    expect(gap(limited)).toBeLessThan(0.01)
    expect(gap({ directions: ['minimise'] })).toBeGreaterThan(0.01)
  })

  it('the Gaussian process looks for what keeps it while nothing has', () => {
    const tight = { directions: ['minimise'] as const, constraints: [{ ...latency, bound: 0.45 }] }
    const first = (history: readonly SearchTrial[]): number => {
      const number = history.findIndex((one) => keepsLimits(tight.constraints, one))
      return number < 0 ? Number.POSITIVE_INFINITY : number
    }
    expect(middle([0, 1, 2].map((seed) => first(played('gp', seed, 16, tight))))).toBeLessThan(16)
  })

  it.each([
    ['gp', 25],
    ['tpe', 50],
    ['nsga2', 120],
  ])('%s covers more of the front of what keeps it than random search, with two objectives', (name, trials) => {
    const covered = (sampler: string): number =>
      middle(
        [0, 1, 2].map((seed) =>
          hypervolume(
            played(sampler, seed, trials, { directions: ['minimise', 'minimise'], constraints: [latency] })
              .filter((one) => keepsLimits([latency], one))
              .map(({ values }) => values as number[]),
            [1, 1],
          ),
        ),
      )
    expect(covered(name)).toBeGreaterThan(covered('random'))
  })
})
