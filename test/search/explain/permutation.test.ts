import { describe, expect, it } from 'vitest'
import { permutationImportance } from '../../../main/search/explain/permutation.ts'
import { surrogateOf } from '../../../main/search/explain/surrogate.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { layoutOf } from '../../../main/search/space/layout.ts'
import type { SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

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
const layout = layoutOf(compileSpace(space))
const named = (list: readonly { readonly parameter: string }[], name: string) =>
  list.find(({ parameter }) => parameter === name)

/** Forty rows that anyone can write down, and a model that is not quite what was measured. */
const model = (a: number, b: number): number => 3 * a + 2 * b * b
const rows = Array.from({ length: 40 }, (_, index) => {
  const i = index + 1
  const [a, b, c] = [(i * 0.618) % 1, (i * 0.755) % 1, (i * 0.569) % 1]
  return { configuration: { a, b, c }, value: model(a, b) + 0.3 * Math.sin(37 * i) }
})

describe('permutation importance', () => {
  it("is scikit-learn's, with its spread over shufflings", () => {
    // sklearn 1.x: permutation_importance(model, X, y, n_repeats=4000, scoring='r2').
    const reference = { a: [1.40721, 0.23463], b: [0.59813, 0.10495], c: [0, 0] } as const
    const predictor = { layout, mean: (point: Float64Array) => model(point[0]!, point[1]!) }
    const found = permutationImportance(predictor, rows, 7, 4000)
    expect(found.map(({ parameter }) => parameter)).toEqual(['a', 'b', 'c'])
    for (const [name, [loss, spread]] of Object.entries(reference)) {
      expect(named(found, name)).toMatchObject({
        loss: expect.closeTo(loss, 1) as number,
        spread: expect.closeTo(spread, 2) as number,
      })
    }
  })

  it('is twice the variance that a linear model owes to a parameter', () => {
    const weights = [3, -1, 0.5]
    const linear = (point: Float64Array): number => weights.reduce((sum, weight, k) => sum + weight * point[k]!, 0)
    const exact = rows.map(({ configuration }) => ({
      configuration,
      value: linear(Float64Array.of(configuration.a, configuration.b, configuration.c)),
    }))
    const variance = (values: readonly number[]): number => {
      const mean = values.reduce((sum, value) => sum + value / values.length, 0)
      return values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0)
    }
    const total = variance(exact.map(({ value }) => value))
    const found = permutationImportance({ layout, mean: linear }, exact, 3, 2000)
    for (const [k, name] of (['a', 'b', 'c'] as const).entries()) {
      const own = variance(rows.map(({ configuration }) => configuration[name]))
      expect(named(found, name)).toMatchObject({
        loss: expect.closeTo((2 * weights[k]! ** 2 * own) / total, 1) as number,
      })
    }
  })

  it('of the surrogate finds what matters, leaves what does not, and shuffles a parameter only where it is active', () => {
    const conditional: SearchSpace = {
      parameters: [
        { kind: 'categorical', name: 'optimizer', choices: ['sgd', 'adam'], default: 'sgd' },
        { ...space.parameters[0]!, name: 'momentum', when: [{ parameter: 'optimizer', in: ['sgd'] }] } as never,
        { ...space.parameters[0]!, name: 'dummy' } as never,
      ],
      relations: [],
    }
    const history = Array.from({ length: 50 }, (_, number): SearchTrial => {
      const ask = { seed: 2, number }
      const suggestion = createSampler('sobol').suggest({ space: conditional, directions: ['minimise'] }, [], ask)
      if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
      const { configuration } = suggestion
      const value = configuration['optimizer'] === 'sgd' ? 2 - Number(configuration['momentum']) : 0
      return { number, configuration, state: 'complete', values: [value], intermediate: [] }
    })
    const surrogate = surrogateOf(conditional, history, 'minimise')!
    const measured = history.map(({ configuration, values }) => ({ configuration, value: values![0]! }))
    const found = permutationImportance(surrogate, measured, 1)
    expect(found.map(({ parameter }) => parameter)).toEqual(['optimizer', 'momentum', 'dummy'])
    expect(found[1]!.loss).toBeGreaterThan(0.02)
    expect(Math.abs(found[2]!.loss)).toBeLessThan(0.02)
    expect(permutationImportance(surrogate, measured, 1)).toEqual(found)
  })

  it('is nothing where nothing differs', () => {
    const flat = rows.map(({ configuration }) => ({ configuration, value: 1 }))
    expect(permutationImportance({ layout, mean: () => 1 }, flat, 1)).toEqual([])
  })
})
