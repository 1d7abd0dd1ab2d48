import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ask, Sampler, SearchProblem, Suggestion } from '../../main/search/sampler.ts'
import { compileSpace } from '../../main/search/space/compiled.ts'
import { checkConfiguration, configurationKey, defaultConfiguration } from '../../main/search/space/configuration.ts'
import { countConfigurations } from '../../main/search/space/count.ts'
import type { Configuration, Parameter, SearchSpace } from '../../main/search/space/types.ts'
import type { Direction, SearchTrial } from '../../main/search/trial.ts'
import { frozen, historyOf, spaces } from './arbitraries.ts'
import { suggestElsewhere } from './elsewhere.ts'

export interface SamplerCase {
  /** Under this name and with these options in the registry. */
  readonly name: string
  readonly options?: Readonly<Record<string, number | string | boolean>>
  /** Random spaces and histories to try; fewer for expensive samplers. */
  readonly runs: number
  /** Why the seed does not matter; absent where it does. */
  readonly seedless?: string
}

const problemOf = (space: SearchSpace, direction: Direction = 'minimise'): SearchProblem => ({
  space,
  directions: [direction],
})

/** What every sampler must keep, whatever the space and the history. */
export function describeSampler({ name, options = {}, runs, seedless }: SamplerCase, make: () => Sampler): void {
  const suggest = (problem: SearchProblem, history: readonly SearchTrial[], ask: Ask): Suggestion =>
    make().suggest(frozen(problem), frozen(history), frozen(ask))

  describe(`sampler ${name} ${JSON.stringify(options)}`, () => {
    it('suggests points of any space after any history, and the same point again', () => {
      fc.assert(
        fc.property(spaces(), fc.nat({ max: 40 }), fc.nat(), fc.boolean(), (space, length, seed, maximise) => {
          const problem = problemOf(space, maximise ? 'maximise' : 'minimise')
          const history = historyOf(space, length, seed)
          const ask = { seed, number: length }
          const suggestion = suggest(problem, history, ask)
          expect(suggestion.because).toMatch(/\.$/)
          if (suggestion.kind === 'exhausted') return
          expect(checkConfiguration(space, suggestion.configuration)).toEqual([])
          expect(suggest(problem, history, ask)).toEqual(suggestion)
        }),
        { numRuns: runs, seed: 7 },
      )
    })

    it('suggests points of any space under limits on outcomes, whatever was measured of them', () => {
      const measured = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 3, 5, 8, 1e300]
      const limits = [
        { name: 'latency', relation: 'atMost' as const, bound: 5 },
        { name: 'accuracy', relation: 'atLeast' as const, bound: 0 },
      ]
      fc.assert(
        fc.property(spaces(), fc.nat({ max: 40 }), fc.nat(), (space, length, seed) => {
          const problem: SearchProblem = { ...problemOf(space), constraints: limits }
          const history = historyOf(space, length, seed).map((trial, index): SearchTrial =>
            trial.state === 'complete' && index % 5 !== 4
              ? {
                  ...trial,
                  constraints: [0, 1].map((k) => measured[(seed + 3 * index + k) % measured.length] as number),
                }
              : trial,
          )
          const ask = { seed, number: length }
          const suggestion = suggest(problem, history, ask)
          if (suggestion.kind === 'exhausted') return
          expect(checkConfiguration(space, suggestion.configuration)).toEqual([])
          expect(suggest(problem, history, ask)).toEqual(suggestion)
        }),
        { numRuns: Math.ceil(runs / 4), seed: 13 },
      )
    })

    it('tries every point of a finite space once, then says that it is exhausted', () => {
      fc.assert(
        fc.property(
          spaces({ finite: true, maxParameters: 4 }).filter((space) => Number(countConfigurations(space).count) <= 60),
          fc.nat(),
          (space, seed) => {
            const { count, exact } = countConfigurations(space)
            expect(exact).toBe(true)
            const tried = play(suggest, problemOf(space), seed, Number(count) + 1)
            expect(tried).toHaveLength(Number(count))
            const compiled = compileSpace(space)
            expect(new Set(tried.map((trial) => configurationKey(compiled, trial.configuration))).size).toBe(
              tried.length,
            )
          },
        ),
        { numRuns: Math.max(3, Math.ceil(runs / 8)), seed: 11 },
      )
    })

    it('does not repeat what was enqueued by hand', () => {
      const space: SearchSpace = {
        parameters: [{ kind: 'int', name: 'layers', low: 1, high: 4, scale: 'linear', default: 1 }],
        relations: [],
      }
      const enqueued = [1, 3, 4].map((layers, number): SearchTrial => ({
        number,
        configuration: { layers },
        state: number === 0 ? 'complete' : 'queued',
        ...(number === 0 ? { values: [1] } : {}),
        intermediate: [],
      }))
      const next = suggest(problemOf(space), enqueued, { seed: 3, number: 3 })
      expect(next).toMatchObject({ kind: 'configuration', configuration: { layers: 2 } })
    })

    it('keeps a relation that few points keep', () => {
      const space: SearchSpace = {
        parameters: ['a', 'b', 'c'].map((letter) => ({
          kind: 'float',
          name: letter,
          low: 0,
          high: 1,
          scale: 'linear',
          default: 0.5,
        })),
        relations: ['a <= b and b <= c', 'max(a, b, c) - min(a, b, c) < 0.3'],
      }
      for (const { configuration } of play(suggest, problemOf(space), 5, Math.min(runs, 25)))
        expect(checkConfiguration(space, configuration)).toEqual([])
    })

    it('answers for a space with a single point', () => {
      const space: SearchSpace = {
        parameters: [
          { kind: 'float', name: 'rate', low: 0.1, high: 0.1, scale: 'log', default: 0.1 },
          { kind: 'categorical', name: 'activation', choices: ['relu'], default: 'relu' },
          { kind: 'fixed', name: 'epochs', value: 10 },
        ],
        relations: [],
      }
      const first = suggest(problemOf(space), [], { seed: 0, number: 0 })
      expect(first).toMatchObject({ configuration: { rate: 0.1, activation: 'relu', epochs: 10 } })
      const trial: SearchTrial = {
        number: 0,
        configuration: defaultConfiguration(space),
        state: 'failed',
        intermediate: [],
      }
      expect(suggest(problemOf(space), [trial], { seed: 0, number: 1 }).kind).toBe('exhausted')
    })

    it('copes with 200 parameters', () => {
      const parameters = Array.from({ length: 200 }, (_, index): Parameter => {
        const when = index % 10 === 9 ? [{ parameter: `p${index - 1}`, in: ['a'] }] : undefined
        if (index % 10 === 8) return { kind: 'categorical', name: `p${index}`, choices: ['a', 'b'], default: 'a' }
        return {
          kind: 'float',
          name: `p${index}`,
          low: 0,
          high: 1,
          scale: 'linear',
          default: 0.5,
          ...(when ? { when } : {}),
        }
      })
      const space: SearchSpace = { parameters, relations: [] }
      const history = historyOf(space, 30, 1).map((trial) => ({
        ...trial,
        state: 'complete' as const,
        values: [trial.number],
      }))
      const next = suggest(problemOf(space), history, { seed: 1, number: 30 })
      expect(next.kind).toBe('configuration')
      if (next.kind === 'configuration') expect(checkConfiguration(space, next.configuration)).toEqual([])
    })

    it.each([
      ['all failed', () => ({ state: 'failed' as const })],
      ['all running', () => ({ state: 'running' as const })],
      ['all NaN', () => ({ state: 'complete' as const, values: [Number.NaN] })],
      ['all the same value', () => ({ state: 'complete' as const, values: [1] })],
      ['all infinite', () => ({ state: 'complete' as const, values: [Number.POSITIVE_INFINITY] })],
      ['all pruned at once', () => ({ state: 'pruned' as const })],
    ])('survives a history that is %s', (_, ending) => {
      const history = historyOf(mixedSpace, 25, 4).map(({ number, configuration }) => ({
        number,
        configuration:
          checkConfiguration(mixedSpace, configuration).length > 0 ? defaultConfiguration(mixedSpace) : configuration,
        intermediate: [],
        ...ending(),
      }))
      const next = suggest(problemOf(mixedSpace), history, { seed: 4, number: 25 })
      expect(next.kind).toBe('configuration')
    })

    it.skipIf(seedless !== undefined)('gives different seeds and different asks different answers', () => {
      const answers = [0, 1, 2].flatMap((seed) =>
        [1, 2, 3].map((number) =>
          JSON.stringify(suggest(problemOf(mixedSpace), historyOf(mixedSpace, 1, 0), { seed, number })),
        ),
      )
      expect(new Set(answers).size).toBeGreaterThan(name === 'grid' ? 1 : 7)
    })

    it('suggests the same in another process', async () => {
      const history = historyOf(mixedSpace, 30, 9)
      const asks = [0, 1, 2].map((seed) => ({ seed, number: 30 + seed }))
      const here = asks.map((ask) => suggest(problemOf(mixedSpace), history, ask))
      expect(await suggestElsewhere(name, options, problemOf(mixedSpace), history, asks)).toEqual(here)
    })
  })
}

/** Every kind of parameter, a condition two deep, and a relation. */
export const mixedSpace: SearchSpace = {
  parameters: [
    { kind: 'float', name: 'learningRate', low: 1e-5, high: 1, scale: 'log', default: 1e-3 },
    { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd', 'rmsprop'], default: 'adam' },
    {
      kind: 'float',
      name: 'momentum',
      low: 0,
      high: 0.99,
      scale: 'linear',
      default: 0.9,
      when: [{ parameter: 'optimizer', in: ['sgd'] }],
    },
    { kind: 'int', name: 'layers', low: 1, high: 4, scale: 'linear', default: 2 },
    { kind: 'int', name: 'neurons1', low: 8, high: 512, scale: 'log', default: 64 },
    {
      kind: 'int',
      name: 'neurons2',
      low: 8,
      high: 512,
      scale: 'log',
      default: 32,
      when: [{ parameter: 'layers', min: 2 }],
    },
    { kind: 'int', name: 'batchSize', low: 8, high: 256, scale: 'powersOf2', default: 32 },
    { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.05, default: 0 },
    { kind: 'bool', name: 'batchNorm', default: false },
    { kind: 'fixed', name: 'epochs', value: 20 },
  ],
  relations: ['neurons2 <= neurons1'],
}

type Suggest = (problem: SearchProblem, history: readonly SearchTrial[], ask: Ask) => Suggestion

/** Asks and tells, one at a time, until the space is exhausted or `most` trials are made. */
export function play(
  suggest: Suggest,
  problem: SearchProblem,
  seed: number,
  most: number,
  evaluate: (configuration: Configuration) => number = (configuration) => Object.keys(configuration).length,
): SearchTrial[] {
  const history: SearchTrial[] = []
  while (history.length < most) {
    const number = history.length
    const suggestion = suggest(problem, [...history], { seed, number })
    if (suggestion.kind === 'exhausted') break
    const { configuration } = suggestion
    history.push({ number, configuration, state: 'complete', values: [evaluate(configuration)], intermediate: [] })
  }
  return history
}
