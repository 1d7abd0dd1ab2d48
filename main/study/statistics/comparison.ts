import { mean, variance } from './moments.ts'
import { tCdf, tQuantile } from './student-t.ts'

/** Whether two settings differ: the mean of `a` minus that of `b`, its 95 % interval, and how likely such a gap is by chance. */
export interface Comparison {
  readonly difference: number
  readonly low: number
  readonly high: number
  readonly t: number
  readonly df: number
  /** Two-sided: of a gap at least as large where there is none. */
  readonly p: number
}

/**
 * Corrected resampled t-test of two settings that were scored on the same random splits: `a[i]` and `b[i]` share one.
 * @param overlap  test rows by training rows of a split; 0 makes it the ordinary paired t-test
 * @returns undefined where there are fewer than two pairs or the lists differ in length
 * @see Nadeau and Bengio, Inference for the generalization error, Machine Learning 52, 2003
 */
export function correctedResampledTTest(
  a: readonly number[],
  b: readonly number[],
  overlap: number,
): Comparison | undefined {
  if (a.length !== b.length || a.length < 2) return undefined
  const differences = a.map((value, index) => value - b[index]!)
  const error = Math.sqrt((1 / a.length + overlap) * variance(differences))
  return comparisonOf(mean(differences), error, a.length - 1)
}

/**
 * Welch's t-test of two settings scored independently of one another, whose variances may differ.
 * @param overlap  as for `meanInterval`: widens each side where its values share rows
 * @returns undefined where one of them has fewer than two values
 */
export function welchTTest(a: readonly number[], b: readonly number[], overlap = 0): Comparison | undefined {
  if (a.length < 2 || b.length < 2) return undefined
  const parts = [a, b].map((values) => ({
    error: (1 / values.length + overlap) * variance(values),
    df: values.length - 1,
  }))
  const total = parts[0]!.error + parts[1]!.error
  const df = total ** 2 / parts.reduce((sum, part) => sum + part.error ** 2 / part.df, 0)
  // Two settings that always score the same have no spread to speak of.
  return comparisonOf(mean(a) - mean(b), Math.sqrt(total), total === 0 ? a.length + b.length - 2 : df)
}

/**
 * Two lists of scores by index of the training, undefined where one has not ended: paired where both were scored on the same
 * fresh splits, else as two independent sets.
 */
export function compareRuns(
  a: readonly (number | undefined)[],
  b: readonly (number | undefined)[],
  { overlap, sameSplits }: { readonly overlap: number; readonly sameSplits: boolean },
): Comparison | undefined {
  const pairs = a.flatMap((value, index) => {
    const beside = b[index]
    return value === undefined || beside === undefined ? [] : [[value, beside] as const]
  })
  if (overlap > 0 && sameSplits && pairs.length > 1)
    return correctedResampledTTest(
      pairs.map(([value]) => value),
      pairs.map(([, beside]) => beside),
      overlap,
    )
  const present = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined)
  return welchTTest(present(a), present(b), overlap)
}

function comparisonOf(difference: number, error: number, df: number): Comparison {
  const t = error === 0 ? (difference === 0 ? 0 : Math.sign(difference) * Infinity) : difference / error
  const half = tQuantile(0.975, df) * error
  const p = Number.isFinite(t) ? 2 * tCdf(-Math.abs(t), df) : 0
  return { difference, low: difference - half, high: difference + half, t, df, p }
}
