import { mean, variance } from './moments.ts'
import { tQuantile } from './student-t.ts'

export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * Confidence interval of a mean by Student's t; undefined for fewer than two values.
 *
 * @param overlap  test rows by training rows where each value comes from a fresh random split of the same rows, 0 where
 *   values are independent. Such values share rows, so that their spread understates the doubt: the variance of the mean
 *   is (1/n + overlap) s^2 instead of s^2 / n.
 * @see Nadeau and Bengio, Inference for the generalization error, Machine Learning 52, 2003
 */
export function meanInterval(values: readonly number[], confidence = 0.95, overlap = 0): Interval | undefined {
  const count = values.length
  if (count < 2) return undefined
  const middle = mean(values)
  const half = tQuantile(0.5 + confidence / 2, count - 1) * Math.sqrt((1 / count + overlap) * variance(values))
  return { mean: middle, low: middle - half, high: middle + half }
}
