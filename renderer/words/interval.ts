/** Two-sided 95 % quantiles of Student's t for 2 to 30 degrees of freedom; beyond, the normal's. */
const quantiles = [
  4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101,
  2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]

/**
 * Half of the 95 % confidence interval of a mean, by Student's t; undefined for fewer than three values, which say too
 * little of their spread.
 */
export function halfInterval(deviation: number | undefined, count: number): number | undefined {
  if (deviation === undefined || count < 3) return undefined
  return ((quantiles[count - 3] ?? 1.96) * deviation) / Math.sqrt(count)
}
