import { describe, expect, it } from 'vitest'
import { explanationLines } from '../../main/host/commands/explain-text.ts'
import { insightsOf } from '../../main/search/explain/insights.ts'
import { createSampler } from '../../main/search/samplers/registry.ts'
import type { SearchSpace } from '../../main/search/space/types.ts'
import type { SearchTrial } from '../../main/search/trial.ts'

const space: SearchSpace = {
  parameters: [
    { kind: 'float', name: 'learningRate', low: 0.0001, high: 1, scale: 'log', default: 0.5 },
    { kind: 'float', name: 'dropout', low: 0, high: 0.9, scale: 'linear', default: 0.5 },
  ],
  relations: [],
}

function history(count: number): SearchTrial[] {
  const sampler = createSampler('sobol')
  return Array.from({ length: count }, (_, number): SearchTrial => {
    const suggestion = sampler.suggest({ space, directions: ['maximise'] }, [], { seed: 1, number })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    const { configuration } = suggestion
    const rate = Math.log10(Number(configuration['learningRate']))
    const value = 0.9 - 0.05 * (rate + 4) ** 2
    return { number, configuration, state: 'complete', values: [value], intermediate: [] }
  })
}

describe('the explanation of a study', () => {
  it('says what mattered, what the best changed, where a range ends too early, and whether to go on', () => {
    const text = explanationLines(
      insightsOf({ space, directions: ['maximise'] }, history(40), 1, 0.001),
      'accuracy',
    ).join('\n')
    expect(text).toMatch(/From 40 results; a model of them ranks unseen trials with a correlation of (0\.9\d|1\.00)/)
    expect(text).toMatch(/learningRate\s+9\d\.\d\d % ±/)
    expect(text).toMatch(/learningRate from 0\.5 to \S+: expected accuracy 9\d\.\d\d %/)
    expect(text).toMatch(/learningRate: the best value, \S+, lies at the low end, .* Try 0?\.?\S+ to 1\./)
    expect(text).toContain('finished trials since the best one')
    expect(text).toMatch(/At most \S+ is still to be gained/)
  })

  it('says so where there are too few trials', () => {
    const few = insightsOf({ space, directions: ['maximise'] }, history(6), 1)
    expect(explanationLines(few, 'accuracy')).toEqual([
      '6 trials have a result: too few to say what matters. Ten are the least.',
    ])
  })
})
