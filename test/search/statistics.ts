/** p-value of a chi-square test that all cells have the same chance (Wilson-Hilferty approximation; fine for p near 1e-3). */
export function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  const freedom = counts.length - 1
  const z = (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))
  return upperTail(z)
}

/** p-value of a Kolmogorov-Smirnov test of samples against a continuous distribution function (asymptotic). */
export function kolmogorovSmirnov(samples: readonly number[], distribution: (x: number) => number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const n = sorted.length
  let distance = 0
  for (const [index, x] of sorted.entries()) {
    const value = distribution(x)
    distance = Math.max(distance, (index + 1) / n - value, value - index / n)
  }
  const lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance
  let p = 0
  for (let k = 1; k <= 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * lambda * lambda)
  return lambda < 0.2 ? 1 : Math.max(0, Math.min(1, p))
}

/** P(Z > z), by continued fraction beyond 3 and by series before: independent of what is tested with it. */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z)
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  if (z < 3) {
    let term = z
    let sum = z
    for (let k = 1; k < 200; k++) sum += term *= (z * z) / (2 * k + 1)
    return 0.5 - density * sum
  }
  let fraction = z
  for (let k = 200; k > 0; k--) fraction = z + k / fraction
  return density / fraction
}
