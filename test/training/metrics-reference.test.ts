import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../main/training/metrics/evaluate.ts'
import { classScores, confusionMatrix, type ClassScores } from '../../main/training/metrics/by-class.ts'
import { findMetric } from '../../main/training/metrics/table.ts'

interface Case {
  readonly outputs: number
  readonly actual: readonly number[]
  readonly predicted: readonly number[]
  readonly expected: Readonly<Record<string, number>>
}
interface ClassCase extends Case {
  readonly confusion: readonly (readonly number[])[]
  readonly classes: readonly ClassScores[]
}
/** `madeBy` in the file says which functions of scikit-learn gave the numbers. */
const { classification, regression } = JSON.parse(
  readFileSync(new URL('scikit-learn.json', import.meta.url), 'utf8'),
) as { classification: ClassCase[]; regression: Case[] }

const classPredictions = ({ outputs, actual, predicted }: Case) => ({
  count: actual.length,
  outputs,
  predicted: Float64Array.from(predicted),
  actual: Int32Array.from(actual),
})

describe('metrics against scikit-learn', () => {
  it.each(classification)('of $outputs classes', (given) => {
    const predictions = classPredictions(given)
    for (const [name, value] of Object.entries(given.expected))
      expect(findMetric('classification', name).compute(predictions), name).toBeCloseTo(value, 9)
    expect(confusionMatrix(predictions)).toEqual(given.confusion)
    classScores(predictions).forEach((scores, k) => {
      const { rows, ...shares } = given.classes[k]!
      expect(scores.rows).toBe(rows)
      for (const name of Object.keys(shares) as (keyof typeof shares)[])
        expect(scores[name], name).toBeCloseTo(shares[name], 12)
    })
  })

  it.each(regression)('of $outputs targets', ({ outputs, actual, predicted, expected }) => {
    const predictions = {
      count: actual.length / outputs,
      outputs,
      predicted: Float64Array.from(predicted),
      actual: Float64Array.from(actual),
    }
    for (const [name, value] of Object.entries(expected))
      expect(findMetric('regression', name).compute(predictions), name).toBeCloseTo(value, 9)
  })

  it('leaves out what rows do not define', () => {
    const one = { count: 2, outputs: 2, predicted: Float64Array.of(0.4, 0.6, 0.3, 0.7), actual: Int32Array.of(1, 1) }
    expect(findMetric('classification', 'rocAuc').compute(one)).toBeUndefined()
    expect(findMetric('classification', 'top3').compute(one)).toBeUndefined()
    const zero = { count: 2, outputs: 1, predicted: Float64Array.of(1, 3), actual: Float64Array.of(0, 2) }
    expect(findMetric('regression', 'mape').compute(zero)).toBe(0.5)
    expect(findMetric('regression', 'mape').compute({ ...zero, actual: Float64Array.of(0, 0) })).toBeUndefined()
  })

  it('computes the costly ones after an epoch only where one is watched', () => {
    const part = { count: 2, inputs: new Float32Array(2), targets: Int32Array.of(0, 1) }
    const data = { inputShape: [1], outputs: 2, task: 'classification' as const, train: part, validation: part }
    const predicted = Float32Array.of(0.8, 0.2, 0.1, 0.9)
    const names = (watched?: string) =>
      Object.keys(evaluate(data, part, predicted, watched === undefined ? undefined : [watched]))
    expect(names()).toContain('rocAuc')
    expect(names('accuracy')).not.toContain('rocAuc')
    expect(names('accuracy')).toContain('accuracy')
    expect(names('rocAuc')).toContain('rocAuc')
    expect(names('rocAuc')).not.toContain('prAuc')
  })
})
