import { describe, expect, it } from 'vitest'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import { regretBound, stagnation } from '../../../main/search/stopping/advice.ts'
import { expectedImprovement } from '../../../main/search/stopping/expected-improvement.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const space: SearchSpace = {
  parameters: ['a', 'b'].map((name) => ({ kind: 'float', name, low: 0, high: 1, scale: 'linear', default: 0.5 })),
  relations: [],
}
const bowl = ({ a, b }: Configuration): number => (Number(a) - 0.3) ** 2 + (Number(b) - 0.6) ** 2

function played(sampler: string, count: number): SearchTrial[] {
  const history: SearchTrial[] = []
  for (let number = 0; number < count; number++) {
    const suggestion = createSampler(sampler).suggest({ space, directions: ['minimise'] }, history, { seed: 1, number })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    const { configuration } = suggestion
    history.push({ number, configuration, state: 'complete', values: [bowl(configuration)], intermediate: [] })
  }
  return history
}

describe('advice to stop', () => {
  it('notices that nothing better has come for long', () => {
    const flat = (values: readonly number[]): SearchTrial[] =>
      values.map((value, number) => ({
        number,
        configuration: {},
        state: 'complete',
        values: [value],
        intermediate: [],
      }))
    expect(stagnation(flat([3, 1, 2, 2]), 'minimise', 3)).toMatchObject({ stop: false })
    expect(stagnation(flat([3, 1, 2, 2, 1]), 'minimise', 3)).toMatchObject({ stop: true })
    expect(stagnation(flat([3, 1, 2, 2, 4]), 'maximise', 3)).toMatchObject({ stop: false })
    expect(stagnation([], 'minimise')).toMatchObject({ stop: false })
  })

  it('bounds what is to be gained: less after a good search than after a look around', () => {
    const figure = (text: string): number => Number(/At most (\S+)/.exec(text)![1])
    const early = regretBound(space, played('sobol', 40), 'minimise', 0.01)!
    const late = regretBound(space, played('gp', 60), 'minimise', 0.01)!
    expect(figure(late.because)).toBeLessThan(figure(early.because))
    expect(late.stop).toBe(true)
    expect(regretBound(space, played('sobol', 40), 'minimise', 0)!.stop).toBe(false)
  })

  it('knows the noise of trainings from the results where nobody says what it is', () => {
    const noisy = (scatter: number): SearchTrial[] =>
      played('sobol', 60).map((trial, index) => ({
        ...trial,
        values: [trial.values![0]! + scatter * Math.sin(1e4 * (index + 1))],
      }))
    const figure = (scatter: number): number =>
      Number(/within (\S+)\.$/.exec(regretBound(space, noisy(scatter), 'minimise')!.because)![1])
    expect(figure(0.05)).toBeGreaterThan(3 * figure(0.002))
  })

  it('expects less of one more trial after a good search, and stops below a tenth of the noise', () => {
    const figure = (text: string): number => Number(/gain (\S+) at most/.exec(text)![1])
    const early = expectedImprovement(space, played('sobol', 30), 'minimise', 0.01)!
    const late = expectedImprovement(space, played('gp', 60), 'minimise', 0.01)!
    expect(figure(late.because)).toBeLessThan(figure(early.because))
    expect(late).toMatchObject({ criterion: 'expected-improvement', stop: true })
    expect(expectedImprovement(space, played('gp', 60), 'minimise', 0)!.stop).toBe(false)
    expect(expectedImprovement(space, played('sobol', 19), 'minimise', 1)).toBeUndefined()
  })

  it('expects as much of a mirrored problem', () => {
    const history = played('sobol', 30)
    const mirrored = history.map((trial) => ({ ...trial, values: [-trial.values![0]!] }))
    const [up, down] = [
      expectedImprovement(space, mirrored, 'maximise', 0.01),
      expectedImprovement(space, history, 'minimise', 0.01),
    ]
    expect(up).toEqual(down)
  })

  it('says nothing of fewer than twenty good trials', () => {
    expect(regretBound(space, played('sobol', 19), 'minimise', 1)).toBeUndefined()
  })
})
