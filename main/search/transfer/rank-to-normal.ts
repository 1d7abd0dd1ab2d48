import { ranks } from '../importance/rank-correlation.ts'
import { normalQuantile } from '../numerics/normal.ts'

/**
 * Values by their ranks, as if drawn from a standard normal distribution: the same whatever the metric and the data set, so
 * that studies can be compared.
 *
 * @returns ascending with the values; ties get the same
 * @see Salinas, Shen, Perrone 2020 (ICML), a quantile-based approach for hyperparameter transfer learning
 */
export function rankToNormal(values: ArrayLike<number>): Float64Array {
  const n = values.length
  return ranks(values).map((rank) => normalQuantile((rank + 0.5) / n))
}
