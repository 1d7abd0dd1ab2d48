import { describe, expect, it } from 'vitest'
import type { SearchProblem } from '../../../main/search/sampler.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { Configuration } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const problem: SearchProblem = {
  space: {
    parameters: [
      { kind: 'int', name: 'layers', low: 1, high: 6, scale: 'linear', default: 3 },
      { kind: 'int', name: 'units', low: 8, high: 512, scale: 'log', default: 128 },
      { kind: 'float', name: 'rate', low: 1e-4, high: 1, scale: 'log', default: 0.03 },
    ],
    relations: [],
  },
  directions: ['minimise'],
  sizes: { depth: ['layers'], width: ['units'] },
}

/** Best with so many layers and units, and a rate of 0.01. */
const loss =
  (layers: number, units: number) =>
  (of: Configuration): number =>
    (Number(of['layers']) - layers) ** 2 +
    Math.log2(Number(of['units']) / units) ** 2 +
    (Math.log10(Number(of['rate'])) + 2) ** 2

function play(score: (of: Configuration) => number, trials: number, options: Record<string, number | boolean> = {}) {
  const history: SearchTrial[] = []
  for (let number = 0; number < trials; number++) {
    const suggestion = createSampler('grow', options).suggest(problem, [...history], { seed: 3, number })
    if (suggestion.kind === 'exhausted') break
    const { configuration, startFrom } = suggestion
    const values = [score(configuration)]
    history.push({
      number,
      configuration,
      state: 'complete',
      values,
      intermediate: [],
      ...(startFrom ? { startFrom } : {}),
    })
  }
  return history
}

const sizeOf = ({ configuration }: SearchTrial): string => `${configuration['layers']} x ${configuration['units']}`
const bestOf = (history: readonly SearchTrial[]): SearchTrial =>
  history.reduce((a, b) => (b.values![0]! < a.values![0]! ? b : a))

describe('growing', () => {
  it('starts with the smallest network, and gives it its trials', () => {
    const history = play(loss(3, 64), 7, { trialsPerSize: 6 })
    expect(history.slice(0, 6).map(sizeOf)).toEqual(Array.from({ length: 6 }, () => '1 x 8'))
    expect(sizeOf(history[6]!)).toBe('1 x 16')
  })

  it('grows wider and deeper as long as that helps, and stays where it does not', () => {
    const history = play(loss(2, 32), 50, { trialsPerSize: 4 })
    expect(sizeOf(bestOf(history))).toBe('2 x 32')
    expect(bestOf(history).values![0]!).toBeLessThan(0.05)
    expect(history.slice(-5).map(sizeOf)).toEqual(Array.from({ length: 5 }, () => '2 x 32'))
    expect(history.every(({ configuration }) => Number(configuration['units']) <= 64)).toBe(true)
  })

  it('looks at one size larger and no further where the smallest is best', () => {
    const sizes = new Set(play(loss(1, 8), 30, { trialsPerSize: 4 }).map(sizeOf))
    expect([...sizes].sort()).toEqual(['1 x 16', '1 x 8', '2 x 8'])
  })

  it('has larger networks start from the best smaller one, if asked to', () => {
    const history = play(loss(2, 32), 30, { trialsPerSize: 4, carryWeights: true })
    for (const trial of history) {
      if (sizeOf(trial) === '1 x 8') expect(trial.startFrom).toBeUndefined()
      else {
        const parent = history[trial.startFrom!.trial]!
        expect(trial.startFrom!.as).toBe('grown')
        expect(Number(parent.configuration['layers'])).toBeLessThanOrEqual(Number(trial.configuration['layers']))
        expect(Number(parent.configuration['units'])).toBeLessThanOrEqual(Number(trial.configuration['units']))
        expect(sizeOf(parent)).not.toBe(sizeOf(trial))
      }
    }
    expect(play(loss(2, 32), 30, { trialsPerSize: 4 }).every(({ startFrom }) => startFrom === undefined)).toBe(true)
  })
})
