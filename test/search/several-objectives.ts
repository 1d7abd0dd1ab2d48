import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ask, Sampler, SearchProblem, Suggestion } from '../../main/search/sampler.ts'
import { compileSpace } from '../../main/search/space/compiled.ts'
import { checkConfiguration, configurationKey } from '../../main/search/space/configuration.ts'
import { countConfigurations } from '../../main/search/space/count.ts'
import type { SearchSpace } from '../../main/search/space/types.ts'
import type { Direction, SearchTrial } from '../../main/search/trial.ts'
import { frozen, historyOf, spaces } from './arbitraries.ts'
import { mixedSpace } from './sampler-contract.ts'

const directionsOf = (objectives: number, maximise: boolean): Direction[] =>
  Array.from({ length: objectives }, (_, k) => (maximise === (k % 2 === 0) ? 'maximise' : 'minimise'))

/** A history of a study with several objectives: some values missing, no numbers, infinite, or too few of them. */
function several(history: readonly SearchTrial[], objectives: number): SearchTrial[] {
  const more = (value: number, number: number): number[] =>
    Array.from({ length: objectives }, (_, k) => (k === 0 ? value : number % 7 === 6 ? Number.NaN : k - value * value))
  return history.map((trial) => ({
    ...trial,
    ...(trial.values ? { values: trial.values.flatMap((value) => more(value, trial.number)) } : {}),
    ...(trial.number % 5 === 4
      ? {}
      : { others: trial.intermediate.map(([, value]) => more(value, trial.number).slice(1)) }),
  }))
}

/** What every sampler that takes several objectives must keep, whatever the space and the history. */
export function describeWithSeveralObjectives(name: string, runs: number, make: () => Sampler): void {
  const suggest = (problem: SearchProblem, history: readonly SearchTrial[], ask: Ask): Suggestion =>
    make().suggest(frozen(problem), frozen(history), frozen(ask))

  describe(`sampler ${name} with several objectives`, () => {
    it.each([2, 3])('suggests points of any space after any history, and the same again, with %d', (objectives) => {
      fc.assert(
        fc.property(spaces(), fc.nat({ max: 30 }), fc.nat(), fc.boolean(), (space, length, seed, maximise) => {
          const problem = { space, directions: directionsOf(objectives, maximise) }
          const history = several(historyOf(space, length, seed), objectives)
          const suggestion = suggest(problem, history, { seed, number: length })
          expect(suggestion.because).toMatch(/\.$/)
          if (suggestion.kind === 'exhausted') return
          expect(checkConfiguration(space, suggestion.configuration)).toEqual([])
          expect(suggest(problem, history, { seed, number: length })).toEqual(suggestion)
        }),
        { numRuns: runs, seed: 17 },
      )
    })

    it('tries every point of a finite space once, then says that it is exhausted', () => {
      const space: SearchSpace = {
        parameters: [
          { kind: 'categorical', name: 'activation', choices: ['relu', 'tanh', 'gelu'], default: 'relu' },
          { kind: 'int', name: 'layers', low: 1, high: 4, scale: 'linear', default: 2 },
          { kind: 'bool', name: 'norm', default: false, when: [{ parameter: 'layers', min: 3 }] },
        ],
        relations: [],
      }
      const count = Number(countConfigurations(space).count)
      const compiled = compileSpace(space)
      const history: SearchTrial[] = []
      for (let number = 0; ; number++) {
        const next = suggest({ space, directions: ['minimise', 'maximise'] }, [...history], { seed: 3, number })
        if (next.kind === 'exhausted') break
        const layers = Number(next.configuration['layers'])
        const ending =
          number % 6 === 5
            ? { state: 'failed' as const }
            : { state: 'complete' as const, values: [(layers - 2) ** 2, -layers] }
        history.push({ number, configuration: next.configuration, intermediate: [], ...ending })
      }
      expect(history).toHaveLength(count)
      expect(new Set(history.map(({ configuration }) => configurationKey(compiled, configuration))).size).toBe(count)
    })

    it.each([
      ['all failed', { state: 'failed' as const }],
      ['all running', { state: 'running' as const }],
      ['all NaN', { state: 'complete' as const, values: [Number.NaN, Number.NaN] }],
      ['half NaN', { state: 'complete' as const, values: [1, Number.NaN] }],
      ['all the same', { state: 'complete' as const, values: [1, 1] }],
      ['all infinite', { state: 'complete' as const, values: [Infinity, -Infinity] }],
      ['of values at the edge of what numbers can hold', { state: 'complete' as const, values: [1e308, -1e308] }],
      ['of another study with one objective', { state: 'complete' as const, values: [1] }],
      ['all pruned at once', { state: 'pruned' as const }],
    ])('survives a history that is %s', (_, ending) => {
      const history = historyOf(mixedSpace, 20, 4)
        .filter(({ configuration }) => checkConfiguration(mixedSpace, configuration).length === 0)
        .map(({ configuration }, number) => ({ number, configuration, intermediate: [], ...ending }))
      const problem: SearchProblem = { space: mixedSpace, directions: ['minimise', 'maximise'] }
      const next = suggest(problem, history, { seed: 4, number: history.length })
      expect(next.kind).toBe('configuration')
    })
  })
}
