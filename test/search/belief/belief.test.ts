import { describe, expect, it } from 'vitest'
import { searchSpace } from '../../../preload/contract/space.ts'
import { beliefOf } from '../../../main/search/belief/density.ts'
import { beliefWeight } from '../../../main/search/belief/weight.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { layoutOf } from '../../../main/search/space/layout.ts'
import type { Belief, Configuration, Parameter, SearchSpace } from '../../../main/search/space/types.ts'
import { validateSpace } from '../../../main/search/space/validate.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const rate = (belief?: Belief): Parameter => ({
  kind: 'float',
  name: 'rate',
  low: 1e-5,
  high: 1,
  scale: 'log',
  default: 1e-3,
  ...(belief ? { belief } : {}),
})
const whole = (name: string, belief?: Belief): Parameter => ({
  kind: 'int',
  name,
  low: 1,
  high: 9,
  scale: 'linear',
  default: 5,
  ...(belief ? { belief } : {}),
})
const optimizer = (belief?: Belief): Parameter => ({
  kind: 'categorical',
  name: 'optimizer',
  choices: ['adam', 'sgd', 'lion'],
  default: 'adam',
  ...(belief ? { belief } : {}),
})
const of = (...parameters: Parameter[]): SearchSpace => ({ parameters, relations: [] })
const densityOf = (parameter: Parameter) => {
  const layout = layoutOf(compileSpace(of(parameter)))
  const density = beliefOf(layout)
  if (!density) throw new Error('nothing is believed')
  return { layout, density }
}
const confidences = ['low', 'medium', 'high'] as const
const active = Uint8Array.of(1)

describe('beliefs', () => {
  it.each(confidences)('are densities whose mean over the unit cube is 1, with %s confidence', (confidence) => {
    for (const parameter of [
      rate({ centre: 1e-2, confidence }),
      whole('layers', { centre: 8, confidence }),
      optimizer({ centre: 'sgd', confidence }),
    ]) {
      const { layout, density } = densityOf(parameter)
      const n = 30_000
      let sum = 0
      for (let i = 0; i < n; i++) {
        const point = Float64Array.of((i + 0.5) / n)
        layout.canonicalise(point, new Uint8Array(1))
        sum += Math.exp(density.log(point, active)) / n
      }
      expect(sum).toBeCloseTo(1, 3)
    }
  })

  it('draws points with the frequencies of the density', () => {
    for (const parameter of [
      rate({ centre: 1e-2, confidence: 'medium' }),
      whole('layers', { centre: 8, confidence: 'medium' }),
      optimizer({ centre: 'sgd', confidence: 'low' }),
    ]) {
      const { layout, density } = densityOf(parameter)
      const random = randomStream(3, 0, 'test')
      const cells = 9
      const expected = new Float64Array(cells)
      const counts = new Float64Array(cells)
      const n = 20_000
      for (let i = 0; i < n; i++) {
        const even = Float64Array.of((i + 0.5) / n)
        const cell = Math.floor((even[0] as number) * cells)
        layout.canonicalise(even, new Uint8Array(1))
        expected[cell] = (expected[cell] as number) + Math.exp(density.log(even, active)) / n
        const drawn = density.bend(Float64Array.of(random.uniform()))[0] as number
        const at = Math.min(cells - 1, Math.floor(drawn * cells))
        counts[at] = (counts[at] as number) + 1 / n
      }
      if (parameter.kind === 'categorical') continue
      for (const [cell, share] of expected.entries())
        expect(Math.abs((counts[cell] as number) - share)).toBeLessThan(0.012)
    }
  })

  it('prefers the believed choice, by confidence', () => {
    for (const [confidence, share] of [
      ['low', 0.3 + 0.7 / 3],
      ['medium', 0.6 + 0.4 / 3],
      ['high', 0.9 + 0.1 / 3],
    ] as const) {
      const { layout, density } = densityOf(optimizer({ centre: 'sgd', confidence }))
      const random = randomStream(5, 0, 'test')
      let hits = 0
      for (let i = 0; i < 5000; i++) {
        const point = density.bend(Float64Array.of(random.uniform()))
        layout.canonicalise(point, new Uint8Array(1))
        if (layout.configuration(point)['optimizer'] === 'sgd') hits++
      }
      expect(Math.abs(hits / 5000 - share)).toBeLessThan(0.03)
    }
  })

  it('have the slope of their relaxed logarithm', () => {
    const { density } = densityOf(rate({ centre: 1e-2, confidence: 'medium' }))
    for (const u of [0.05, 0.3, 0.6, 0.61, 0.9]) {
      const numeric = (density.relaxed(0, u + 1e-6) - density.relaxed(0, u - 1e-6)) / 2e-6
      expect(density.slope(0, u)).toBeCloseTo(numeric, 3)
    }
  })

  it('count less with every result', () => {
    expect(beliefWeight(10, 10)).toBe(10)
    expect(beliefWeight(109, 10)).toBe(0.1)
    expect(beliefWeight(2, 10)).toBe(10)
  })

  it('must lie within their parameter', () => {
    const problems = validateSpace(of(rate({ centre: 7, confidence: 'low' })))
    expect(problems.map(({ code }) => code)).toEqual(['belief-outside'])
    expect(problems[0]?.message).toContain('7')
    expect(validateSpace(of(rate({ centre: 0.5, confidence: 'low' })))).toEqual([])
  })

  it('cross the contract', () => {
    const space = of(rate({ centre: 1e-2, confidence: 'high' }), optimizer({ centre: 'sgd', confidence: 'low' }))
    expect(searchSpace.parse(space)).toEqual(space)
  })
})

/** Best at rate 0.01, four layers, sgd: 0. */
const truth = (configuration: Configuration): number =>
  (Math.log10(Number(configuration['rate'])) + 2) ** 2 +
  0.1 * (Number(configuration['a']) - 4) ** 2 +
  0.1 * (Number(configuration['b']) - 6) ** 2 +
  (configuration['optimizer'] === 'sgd' ? 0 : 0.5)

function bestAfter(space: SearchSpace, name: string, seed: number, trials: number): number {
  const sampler = createSampler(name)
  const history: SearchTrial[] = []
  for (let number = 0; number < trials; number++) {
    const suggestion = sampler.suggest({ space, directions: ['minimise'] }, history, { seed, number })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    const { configuration } = suggestion
    history.push({ number, configuration, state: 'complete', values: [truth(configuration)], intermediate: [] })
  }
  return Math.min(...history.map(({ values }) => values?.[0] ?? Infinity))
}

const spaceOf = (belief: { rate?: Belief; a?: Belief; optimizer?: Belief }): SearchSpace =>
  of(rate(belief.rate), whole('a', belief.a), whole('b'), optimizer(belief.optimizer))
const nothing = spaceOf({})
const right = spaceOf({
  rate: { centre: 0.012, confidence: 'high' },
  a: { centre: 4, confidence: 'medium' },
  optimizer: { centre: 'sgd', confidence: 'high' },
})
const wrong = spaceOf({
  rate: { centre: 3e-5, confidence: 'high' },
  a: { centre: 9, confidence: 'high' },
  optimizer: { centre: 'lion', confidence: 'high' },
})
const seeds = [1, 2, 3, 4, 5]
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
const typical = (space: SearchSpace, name: string, trials: number, from = seeds): number =>
  median(from.map((seed) => bestAfter(space, name, seed, trials)))

describe('a search with beliefs', () => {
  it.each(['gp', 'tpe', 'random', 'sobol'])('is ahead with %s when they are right', (name) => {
    expect(typical(right, name, 12)).toBeLessThan(0.6 * typical(nothing, name, 12))
  })

  it.each(['gp', 'tpe'])('finds the truth with %s all the same when they are wrong', (name) => {
    const trials = name === 'gp' ? 40 : 100
    const recovered = typical(wrong, name, trials, name === 'gp' ? [1, 2, 3] : seeds)
    expect(recovered).toBeLessThan(name === 'gp' ? 0.02 : 0.3)
    // Ahead of what random search leaves after as many trials without any belief.
    expect(recovered).toBeLessThan(typical(nothing, 'random', trials))
  })
})
