import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../main/training/metrics/evaluate.ts'
import {
  classResults,
  classScores,
  mostClasses,
  mostClassesInMatrix,
  scoresOf,
} from '../../main/training/metrics/by-class.ts'

/** Rows of an actual class that are predicted as another (or the same) for certain. */
function rowsOf(outputs: number, rows: readonly (readonly [actual: number, guess: number])[]) {
  const predicted = new Float32Array(rows.length * outputs)
  rows.forEach(([, guess], row) => (predicted[row * outputs + guess] = 1))
  return { count: rows.length, outputs, predicted, actual: Int32Array.from(rows, ([actual]) => actual) }
}
const anyRows = (outputs: number) =>
  fc.array(fc.tuple(fc.nat(outputs - 1), fc.nat(outputs - 1)), { minLength: 1, maxLength: 60 })

describe('what is kept of each class', () => {
  it.each([2, mostClassesInMatrix, mostClassesInMatrix + 1, mostClasses])(
    'gives the scores that the predictions give, of %i classes',
    (outputs) => {
      fc.assert(
        fc.property(anyRows(outputs), (rows) => {
          const predictions = rowsOf(outputs, rows)
          expect(scoresOf(classResults(predictions)!)).toEqual(classScores(predictions))
        }),
        { numRuns: 30 },
      )
    },
  )

  it('is a matrix of rows by actual and predicted class, of few classes only, and nothing of very many', () => {
    const rows = [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const
    expect(classResults(rowsOf(2, rows))).toEqual({
      matrix: [
        [1, 1],
        [0, 1],
      ],
    })
    expect(classResults(rowsOf(mostClassesInMatrix + 1, rows))).not.toHaveProperty('matrix')
    expect(classResults(rowsOf(mostClasses + 1, rows))).toBeUndefined()
    expect(classResults(rowsOf(2, []))).toBeUndefined()
  })

  it('takes at most 6 kB of a journal of 10,000 rows, however many classes', () => {
    for (const outputs of [mostClassesInMatrix, mostClasses]) {
      const rows = Array.from({ length: 10_000 }, (_, n) => [n % outputs, (n * 7) % outputs] as const)
      expect(JSON.stringify(classResults(rowsOf(outputs, rows))).length).toBeLessThan(6_000)
    }
  })
})

describe('the pinball loss', () => {
  const data = { task: 'regression', outputs: 1, targetScale: { mean: [10], deviation: [2] } } as unknown as Parameters<
    typeof evaluate
  >[0]
  const examples = { count: 3, targets: Float32Array.of(0, 0, 0) }
  // Off by -2, 0 and +4 in the unit of the target.
  const predicted = Float32Array.of(-1, 0, 2)

  it('weighs what lies above a prediction by the quantile and what lies below by the rest', () => {
    // scikit-learn: mean_pinball_loss([10, 10, 10], [8, 10, 14], alpha=0.9) = 0.7333333333333332
    expect(evaluate(data, examples, predicted, undefined, 0.9)['pinball']).toBeCloseTo((0.9 * 2 + 0.1 * 4) / 3, 6)
    expect(evaluate(data, examples, predicted, undefined, 0.1)['pinball']).toBeCloseTo((0.1 * 2 + 0.9 * 4) / 3, 6)
  })

  it('is half the mean absolute error at the median, and missing where no quantile is asked for', () => {
    const { pinball, mae } = evaluate(data, examples, predicted, undefined, 0.5)
    expect(pinball).toBeCloseTo(mae! / 2, 6)
    expect(evaluate(data, examples, predicted)).not.toHaveProperty('pinball')
  })
})
