import { describe, expect, it } from 'vitest'
import type { SearchProblem } from '../../../main/search/sampler.ts'
import { createSampler, samplers } from '../../../main/search/samplers/registry.ts'
import { checkConfiguration } from '../../../main/search/space/configuration.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import type { Source } from '../../../main/search/transfer/source.ts'
import { rankToNormal } from '../../../main/search/transfer/rank-to-normal.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const space: SearchSpace = {
  parameters: [
    { kind: 'float', name: 'rate', low: 1e-4, high: 1, scale: 'log', default: 1e-2 },
    { kind: 'float', name: 'decay', low: 0, high: 1, scale: 'linear', default: 0.5 },
    { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd'], default: 'adam' },
  ],
  relations: [],
}

/** Accuracy: best at a rate of 0.1 and a decay of 0.2. */
const accuracy = ({ rate, decay }: Configuration): number =>
  1 - 0.1 * (Math.log10(Number(rate)) + 1) ** 2 - 0.2 * (Number(decay ?? 0.2) - 0.2) ** 2

const sourceOf = (name: string, value: (configuration: Configuration) => number): Source => ({
  name,
  direction: 'maximise',
  trials: Array.from({ length: 40 }, (_, i) => {
    const configuration = { rate: 10 ** (-4 + (4 * ((i * 7) % 40)) / 40), decay: ((i * 11) % 40) / 40 }
    return { configuration, value: value(configuration) }
  }),
})
const alike = sourceOf('wine, small', (configuration) => 50 + 20 * accuracy(configuration))
const contrary = sourceOf('wine, upside down', (configuration) => -accuracy(configuration))

function play(name: string, problem: SearchProblem, trials: number, seed = 1) {
  const sampler = createSampler(name)
  const history: SearchTrial[] = []
  const because: string[] = []
  for (let number = 0; number < trials; number++) {
    const suggestion = sampler.suggest(problem, history, { seed, number })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    const { configuration } = suggestion
    expect(checkConfiguration(space, configuration)).toEqual([])
    because.push(suggestion.because)
    history.push({ number, configuration, state: 'complete', values: [-accuracy(configuration)], intermediate: [] })
  }
  return { history, because }
}
const minimise = (extra: Partial<SearchProblem>): SearchProblem => ({ space, directions: ['minimise'], ...extra })

describe('a study that learns from earlier ones', () => {
  it.each(Object.keys(samplers))(
    'tries their best configurations first with %s, and says where they are from',
    (name) => {
      const { history, because } = play(name, minimise({ sources: [alike] }), 4)
      const best = [...alike.trials].sort((a, b) => b.value - a.value).slice(0, 3)
      for (const [place, { configuration }] of best.entries())
        expect(history[place]?.configuration).toEqual({ ...configuration, optimizer: 'adam' })
      expect(because[0]).toBe(
        'The best of the earlier study "wine, small". optimizer at the default, since it was not varied there.',
      )
      expect(because[3]).not.toContain('wine')
    },
  )

  it('tries the best of each before the second best of any', () => {
    const other = { ...contrary, name: 'other' }
    const { because } = play('random', minimise({ sources: [alike, other] }), 4)
    expect(because.map((text) => text.slice(0, 8))).toEqual(['The best', 'The best', 'The seco', 'The seco'])
  })

  it('does not repeat what has a trial already, and does not stop for a study of another space', () => {
    const first = play('random', minimise({ sources: [alike] }), 3).history
    const sampler = createSampler('random')
    expect(sampler.suggest(minimise({ sources: [alike] }), first, { seed: 1, number: 3 }).because).toBe(
      'Drawn at random.',
    )
    const foreign: Source = {
      name: 'foreign',
      direction: 'minimise',
      trials: [{ configuration: { rate: 50 }, value: 1 }],
    }
    expect(sampler.suggest(minimise({ sources: [foreign] }), [], { seed: 1, number: 0 }).because).toBe(
      'Drawn at random.',
    )
  })

  it('tries a portfolio before anything else', () => {
    const portfolio = [{ rate: 0.5, optimizer: 'sgd' }, { rate: 0.02 }, { rate: 70 }]
    const { history, because } = play('auto', minimise({ portfolio, sources: [alike] }), 3)
    expect(history.map(({ configuration }) => configuration['rate']).slice(0, 2)).toEqual([0.5, 0.02])
    expect(because[0]).toContain('portfolio')
    expect(because[2]).toContain('wine, small')
  })
})

describe('a Gaussian process that learns from earlier studies', () => {
  const bestOf = (history: readonly SearchTrial[]): number => Math.min(...history.map(({ values }) => values?.[0] ?? 0))

  it('is ahead after few trials, and says from which it has learnt', () => {
    // Nothing of the source is tried as it is: the model alone learns from it.
    const poor = { ...alike, trials: alike.trials.filter(({ value }) => value < 69) }
    const [without, learnt] = [[], [poor]].map((sources) =>
      [1, 2, 3, 4, 5].map((seed) => 1 + bestOf(play('gp', minimise({ sources }), 13, seed).history)),
    )
    const mean = (values: readonly number[] | undefined): number => values!.reduce((sum, value) => sum + value, 0) / 5
    expect(mean(learnt)).toBeLessThan(0.5 * mean(without))
    expect(play('gp', minimise({ sources: [poor] }), 12).because.at(-1)).toContain(
      'It has learnt from "wine, small" too.',
    )
  })

  it('leaves out a study that the results speak against, says so, and finds the best all the same', () => {
    const { history, because } = play('gp', minimise({ sources: [alike, contrary] }), 16)
    expect(because.at(-1)).toContain('"wine, upside down" is left out: its results rank configurations otherwise')
    expect(because.at(-1)).toContain('It has learnt from "wine, small" too.')
    expect(bestOf(history)).toBeLessThan(-0.99)
    const alone = play('gp', minimise({ sources: [contrary] }), 30)
    expect(alone.because.at(-1)).not.toContain('It has learnt')
    expect(bestOf(alone.history)).toBeLessThan(-0.99)
  })

  it('suggests the same from the same history, whatever was asked before', () => {
    const problem = minimise({ sources: [alike, contrary] })
    const { history } = play('gp', problem, 12)
    const ask = { seed: 1, number: 11 }
    const suggestion = createSampler('gp').suggest(problem, history.slice(0, 11), ask)
    expect(suggestion).toMatchObject({ configuration: history[11]!.configuration })
  })
})

describe('ranks as normal values', () => {
  it('are the same whatever the scale, ascending, and as spread as a normal distribution', () => {
    const values = [3, 1, 2, 10, 2]
    const z = rankToNormal(values)
    expect(rankToNormal(values.map((value) => Math.exp(5 * value)))).toEqual(z)
    expect(z[1]).toBeLessThan(z[2] as number)
    expect(z[2]).toBe(z[4])
    expect(z[3]).toBeCloseTo(1.2816, 3)
    expect(rankToNormal([4, 9, 7]).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6)
  })
})
