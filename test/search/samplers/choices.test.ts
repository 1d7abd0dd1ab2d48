import { describe, expect, it } from 'vitest'
import { problems } from '../../../main/host/bench/search/problems.ts'
import { play } from '../../../main/host/bench/search/play.ts'
import { hypervolume } from '../../../main/search/pareto/hypervolume.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'
import { historyOf } from '../arbitraries.ts'
import { mixedSpace } from '../sampler-contract.ts'

const one = { directions: ['minimise'] as const }
const because = (space: SearchSpace, results: number): string => {
  const history = historyOf(space, results, 1).map((trial): SearchTrial => ({
    ...trial,
    state: 'complete',
    values: [trial.number],
  }))
  return createSampler('auto').suggest({ space, ...one }, history, { seed: 1, number: results }).because
}

describe('auto sampler', () => {
  it('says what it chose and why: a model, a grid for a small space, TPE or CMA-ES after a thousand results', () => {
    expect(because(mixedSpace, 12)).toMatch(/A Gaussian process, which needs the fewest trials\.$/)
    const small: SearchSpace = { parameters: [{ kind: 'bool', name: 'norm', default: false }], relations: [] }
    expect(because(small, 0)).toMatch(/A grid, since there are only 2 configurations\.$/)
    expect(because(mixedSpace, 1001)).toMatch(/TPE, since there are more than 1000 results\.$/)
    expect(because(problems.sphere10.space, 1001)).toMatch(
      /CMA-ES, since there are more than 1000 results, all numeric\.$/,
    )
  })

  it('takes a model for several objectives too, NSGA-II after a thousand results', () => {
    const chosen = (results: number): string => {
      const history = historyOf(mixedSpace, results, 1).map((trial): SearchTrial => ({
        ...trial,
        state: 'complete',
        values: [trial.number, -trial.number],
      }))
      const problem = { space: mixedSpace, directions: ['minimise', 'maximise'] as const }
      return createSampler('auto').suggest(problem, history, { seed: 1, number: results }).because
    }
    expect(chosen(12)).toMatch(
      /A Gaussian process, which needs the fewest trials, here to widen the front of 2 objectives\.$/,
    )
    expect(chosen(1001)).toMatch(/NSGA-II, since there are more than 1000 results\.$/)
  })
})

describe('samplers for one objective', () => {
  it.each(['cma', 'de', 'regularisedEvolution'])('%s refuses several, and names some that take them', (name) => {
    const ask = () =>
      createSampler(name).suggest({ space: mixedSpace, directions: ['minimise', 'minimise'] }, [], {
        seed: 1,
        number: 0,
      })
    expect(ask).toThrow(/works on one objective\. Choose auto, gp, tpe or nsga2 for several\./)
  })
})

describe('NSGA-II', () => {
  it('covers the front of ZDT1 in ten dimensions far better than random search', () => {
    const space: SearchSpace = {
      parameters: Array.from({ length: 10 }, (_, index) => ({
        kind: 'float' as const,
        name: `x${index}`,
        low: 0,
        high: 1,
        scale: 'linear' as const,
        default: 0,
      })),
      relations: [],
    }
    const volume = (name: string): number => {
      const history: SearchTrial[] = []
      const sampler = createSampler(name)
      for (let number = 0; number < 400; number++) {
        const suggestion = sampler.suggest({ space, directions: ['minimise', 'minimise'] }, history, {
          seed: 2,
          number,
        })
        if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
        const x = Object.values(suggestion.configuration).map(Number)
        const g = 1 + x.slice(1).reduce((sum, value) => sum + value, 0)
        const first = x[0] as number
        const values = [first, g * (1 - Math.sqrt(first / g))]
        history.push({ number, configuration: suggestion.configuration, state: 'complete', values, intermediate: [] })
      }
      return hypervolume(
        history.map(({ values }) => values as number[]),
        [1.1, 6],
      )
    }
    expect(6.6 - volume('nsga2')).toBeLessThan(0.6 * (6.6 - volume('random')))
  })
})

describe('samplers that learn', () => {
  it.each([
    ['gp', 40],
    ['tpe', 60],
    ['cma', 80],
    ['ga', 80],
    ['de', 120],
    ['regularisedEvolution', 80],
  ])(
    '%s beats random search on a conditional space within %d trials, in the median of five seeds',
    (name, evaluations) => {
      const median = (sampler: string): number =>
        [0, 1, 2, 3, 4]
          .map((seed) => play(createSampler(sampler), problems.cond, seed, evaluations).at(-1) as number)
          .sort((a, b) => a - b)[2] as number
      expect(median(name)).toBeLessThan(0.75 * median('random'))
    },
  )
})
