import { describe, expect, it } from 'vitest'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import { chiSquare, kolmogorovSmirnov } from '../statistics.ts'
import { mixedSpace } from '../sampler-contract.ts'

const free: SearchSpace = { parameters: mixedSpace.parameters, relations: [] }

function draw(count: number): Configuration[] {
  const sampler = createSampler('random')
  return Array.from({ length: count }, (_, number) => {
    const suggestion = sampler.suggest({ space: free, directions: ['minimise'] }, [], { seed: 1, number })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    return suggestion.configuration
  })
}

const counts = (values: readonly unknown[], cells: readonly unknown[]): number[] =>
  cells.map((cell) => values.filter((value) => value === cell).length)

describe('random sampler', () => {
  const drawn = draw(10_000)
  const column = (name: string): unknown[] => drawn.flatMap((configuration) => configuration[name] ?? [])

  it('draws choices, switches, whole numbers and steps with equal chances, ends included', () => {
    expect(chiSquare(counts(column('optimizer'), ['adam', 'sgd', 'rmsprop']))).toBeGreaterThan(1e-3)
    expect(chiSquare(counts(column('batchNorm'), [true, false]))).toBeGreaterThan(1e-3)
    expect(chiSquare(counts(column('layers'), [1, 2, 3, 4]))).toBeGreaterThan(1e-3)
    expect(chiSquare(counts(column('batchSize'), [8, 16, 32, 64, 128, 256]))).toBeGreaterThan(1e-3)
    const steps = Array.from({ length: 11 }, (_, index) => Number((index * 0.05).toPrecision(12)))
    expect(chiSquare(counts(column('dropout'), steps))).toBeGreaterThan(1e-3)
  })

  it('draws a float on a log scale uniformly in its logarithm', () => {
    const logs = column('learningRate').map((rate) => (Math.log10(rate as number) + 5) / 5)
    expect(kolmogorovSmirnov(logs, (u) => u)).toBeGreaterThan(1e-3)
  })

  it('draws a conditional parameter uniformly where it is active, and only there', () => {
    const momentum = column('momentum') as number[]
    expect(momentum).toHaveLength(counts(column('optimizer'), ['sgd'])[0] as number)
    expect(kolmogorovSmirnov(momentum, (x) => x / 0.99)).toBeGreaterThan(1e-3)
  })

  it('says which relations are too rare, and how rare, instead of searching for ever', () => {
    const space: SearchSpace = {
      parameters: mixedSpace.parameters.slice(0, 1),
      relations: ['learningRate > 0.9999999'],
    }
    for (const name of ['random', 'sobol']) {
      const suggestion = createSampler(name).suggest({ space, directions: ['minimise'] }, [], { seed: 1, number: 0 })
      expect(suggestion.kind).toBe('exhausted')
      expect(suggestion.because).toMatch(
        /Fewer than 1 in 10000 random configurations keep the relations "learningRate > 0.9999999"/,
      )
    }
  })
})
