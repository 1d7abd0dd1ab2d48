import { describe, expect, it } from 'vitest'
import { atHighestFidelity } from '../../../main/search/samplers/at-fidelity.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

/** A trial whose loss falls from 1 by `x` an epoch. */
const trial = (number: number, reached: number, state: SearchTrial['state'], x = number / 100): SearchTrial => {
  const intermediate = Array.from({ length: reached }, (_, index) => [index + 1, 1 - x * (index + 1)] as const)
  return {
    number,
    configuration: { x },
    state,
    intermediate,
    ...(state === 'complete' ? { values: [1 - x * reached] } : {}),
  }
}
const history = [
  trial(0, 9, 'complete'),
  trial(1, 3, 'pruned'),
  trial(2, 3, 'pruned'),
  trial(3, 1, 'pruned'),
  trial(4, 1, 'pruned'),
  trial(5, 1, 'running'),
]
const known = (enough: number) => {
  const found = atHighestFidelity(history, 'minimise', enough)
  return [found?.resource, found?.history.flatMap(({ number, state }) => (state === 'complete' ? [number] : []))]
}

describe('the highest fidelity with enough results', () => {
  it('is the end where enough have completed, else the highest rung that enough have reached', () => {
    expect(known(1)).toEqual([undefined, [0]])
    expect(known(3)).toEqual([3, [0, 1, 2]])
    expect(known(5)).toEqual([1, [0, 1, 2, 3, 4, 5]])
    expect(atHighestFidelity(history, 'minimise', 7)).toBeUndefined()
  })

  it('gives each the value it had there, and keeps the others as tried', () => {
    const at = atHighestFidelity(history, 'minimise', 3)?.history
    expect(at?.map(({ values }) => values?.[0])).toEqual([1, 0.97, 0.94, undefined, undefined, undefined])
    expect(at?.map(({ state }) => state)).toEqual([
      'complete',
      'complete',
      'complete',
      'cancelled',
      'cancelled',
      'running',
    ])
  })
})

describe('BOHB', () => {
  const space: SearchSpace = {
    parameters: [{ kind: 'float', name: 'x', low: 0, high: 1, scale: 'linear', default: 0.5 }],
    relations: [],
  }
  /** Trials over the whole range that were stopped after an epoch, and were the better the nearer x was to 0.2. */
  const stopped = Array.from({ length: 30 }, (_, number): SearchTrial => {
    const x = ((number * 17) % 30) / 30
    return {
      number,
      configuration: { x },
      state: 'pruned',
      intermediate: [[1, Math.abs(x - 0.2)]],
      values: [Math.abs(x - 0.2)],
    }
  })
  const suggested = (name: string, options: Record<string, number | string>) =>
    Array.from({ length: 20 }, (_, seed) => {
      const suggestion = createSampler(name, options).suggest({ space, directions: ['minimise'] }, stopped, {
        seed,
        number: 30,
      })
      return suggestion.kind === 'configuration' ? Number(suggestion.configuration['x']) : NaN
    })
  const near = (values: readonly number[]) => values.filter((x) => Math.abs(x - 0.2) < 0.15).length

  it.each(['tpe', 'gp'])('models trials of which none has completed, with %s', (model) => {
    expect(near(suggested('bohb', { model, randomShare: 0 }))).toBeGreaterThan(12)
  })

  it('draws at random where asked to', () => {
    expect(near(suggested('bohb', { randomShare: 1 }))).toBeLessThan(12)
  })
})
