import { describe, expect, it } from 'vitest'
import {
  distanceInWords,
  expectationLines,
  explorationInWords,
  likelihoodInWords,
} from '../../renderer/words/explanation.ts'

const accuracy = { metric: 'accuracy', direction: 'maximise' } as const
const rmse = { metric: 'rmse', direction: 'minimise' } as const
const plain = (text: string | undefined): string | undefined => text?.replaceAll('\u00a0', ' ')

describe('why a configuration was tried, in words', () => {
  it('sets what was expected beside what was measured', () => {
    const explanation = { sampler: 'gp', expected: [{ mean: 0.93, deviation: 0.02 }] }
    const lines = (measured: readonly number[]) => expectationLines(explanation, [accuracy], measured).map(plain)
    expect(lines([])).toEqual(['Expected 93.00 % ± 2.00 points.'])
    expect(lines([0.94])).toEqual(['Expected 93.00 % ± 2.00 points; measured 94.00 %.'])
    expect(lines([0.88])[0]).toMatch(/worse than the model thought\.$/)
    expect(lines([0.98])[0]).toMatch(/better than the model thought\.$/)
  })

  it('knows which way is better, and names the objective where there are several', () => {
    const expected = [
      { mean: 0.93, deviation: 0.02 },
      { mean: 2, deviation: 0.1 },
    ]
    const lines = expectationLines({ sampler: 'gp', expected }, [accuracy, rmse], [0.93, 1.5]).map(plain)
    expect(lines).toEqual([
      'Accuracy: expected 93.00 % ± 2.00 points; measured 93.00 %.',
      'RMSE: expected 2.000 ± 0.100; measured 1.500: better than the model thought.',
    ])
  })

  it('tells hope from expectation, and is silent where nothing is expected', () => {
    expect(explorationInWords({ sampler: 'random' })).toBeUndefined()
    expect(explorationInWords({ sampler: 'gp', exploration: 1 })).toMatch(/^Exploration/)
    expect(explorationInWords({ sampler: 'gp', exploration: 0.001 })).toMatch(/^Exploitation/)
    expect(plain(explorationInWords({ sampler: 'gp', exploration: 0.38 }))).toContain('38 % came from uncertainty')
    expect(likelihoodInWords({ sampler: 'tpe', likelihoodRatio: 8.34 })).toBe(
      '8.3 times as likely among the good trials as among the others.',
    )
    expect(likelihoodInWords({ sampler: 'tpe', likelihoodRatio: 5e5 })).toMatch(/^Over 100 times/)
    expect(distanceInWords(0)).toBe('the same')
    expect(distanceInWords(0.0423)).toBe('0.042')
  })
})
