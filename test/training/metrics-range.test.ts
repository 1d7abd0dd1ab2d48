import { expect, test } from 'vitest'
import { rangeOfMetric, withinRange } from '../../main/training/metrics/range.ts'

test('an interval ends where its metric does', () => {
  expect(withinRange('accuracy', { mean: 0.975, low: 0.9325, high: 1.0175 })).toEqual({
    mean: 0.975,
    low: 0.9325,
    high: 1,
  })
  expect(withinRange('rmse', { low: -0.2, high: 0.4 })).toEqual({ low: 0, high: 0.4 })
  expect(withinRange('r2', { low: -0.5, high: 1.2 })).toEqual({ low: -0.5, high: 1 })
  expect(withinRange('of a newer version', { low: -3, high: 3 })).toEqual({ low: -3, high: 3 })
})

test('a loss has no upper end', () => {
  expect(rangeOfMetric('loss')).toEqual({ low: 0, high: Infinity })
})
