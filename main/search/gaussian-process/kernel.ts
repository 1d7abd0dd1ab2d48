/** Matern 5/2 with one lengthscale per group of features: s (1 + a + a^2 / 3) exp(-a), a = sqrt(5) r. */

const SQRT5 = Math.sqrt(5)

/** Squared scaled distances between rows of X: the lower triangle of an n x n matrix. `weights[f]` = 1 / lengthscale^2. */
export function squaredDistances(x: Float64Array, n: number, size: number, weights: Float64Array): Float64Array {
  const squared = new Float64Array(n * n)
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) {
      let sum = 0
      for (let f = 0, i = a * size, j = b * size; f < size; f++, i++, j++) {
        const difference = (x[i] as number) - (x[j] as number)
        sum += difference * difference * (weights[f] as number)
      }
      squared[a * n + b] = sum
    }
  return squared
}

/** The kernel without its scale, as a function of the squared distance. */
export function matern(squared: number): number {
  const a = SQRT5 * Math.sqrt(squared)
  return (1 + a + (a * a) / 3) * Math.exp(-a)
}

/** Its derivative by the squared distance, finite at 0. */
export function maternSlope(squared: number): number {
  const a = SQRT5 * Math.sqrt(squared)
  return (-5 / 6) * (1 + a) * Math.exp(-a)
}

/**
 * Both at once, from one exponential, for all pairs of a lower triangle of squared distances: kernel values into `kernel`
 * (lower triangle), slopes by the squared distance over the distances themselves.
 */
export function maternPairs(squared: Float64Array, n: number, kernel: Float64Array): void {
  for (let a = 0; a < n; a++)
    for (let i = a * n, end = a * n + a; i < end; i++) {
      const scaled = SQRT5 * Math.sqrt(squared[i] as number)
      const decay = Math.exp(-scaled)
      kernel[i] = (1 + scaled + (scaled * scaled) / 3) * decay
      squared[i] = (-5 / 6) * (1 + scaled) * decay
    }
}
