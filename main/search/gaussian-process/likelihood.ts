import { cholesky, inverseOfCholesky, solveLower, solveLowerTransposed } from '../numerics/cholesky.ts'
import { maternPairs, squaredDistances } from './kernel.ts'
import type { LogHyperparameters, Prior } from './hyperparameters.ts'

/** Feature vectors of n points, row by row, and their standardised values. */
export interface TrainingSet {
  readonly n: number
  readonly size: number
  /** Feature to lengthscale. */
  readonly group: Int32Array
  readonly x: Float64Array
  readonly y: Float64Array
}

/** 1 / lengthscale^2 for every feature. */
export function featureWeights(theta: LogHyperparameters, group: Int32Array): Float64Array {
  return Float64Array.from(group, (axis) => Math.exp(-2 * (theta[axis] as number)))
}

/**
 * Negative log of likelihood times prior, up to a constant, and its gradient by the log hyperparameters. O(n^3), with the
 * lengthscales' part in O(n^2 size): with M = W o dk/d(r^2), sum_ab M_ab (x_a - x_b)^2 = 2 (sum_a x_a^2 sum_b M_ab - x' M x).
 *
 * @param gradient length of theta, overwritten
 * @returns infinity when the covariance is not positive definite
 */
export function negativeLogPosterior(
  { n, size, group, x, y }: TrainingSet,
  prior: Prior,
  theta: LogHyperparameters,
  gradient: Float64Array,
): number {
  const axes = theta.length - 2
  const scale = Math.exp(theta[axes] as number)
  const noise = Math.exp(theta[axes + 1] as number)
  const weights = featureWeights(theta, group)
  const slopes = squaredDistances(x, n, size, weights)
  const covariance = new Float64Array(n * n)
  maternPairs(slopes, n, covariance)
  for (let a = 0; a < n; a++) {
    for (let i = a * n, end = a * n + a; i < end; i++) covariance[i] = scale * (covariance[i] as number)
    covariance[a * n + a] = scale + noise
  }
  const l = covariance.slice()
  if (!cholesky(l, n)) return Number.POSITIVE_INFINITY
  const alpha = y.slice()
  solveLower(l, n, alpha)
  let value = 0
  for (let a = 0; a < n; a++) value += 0.5 * (alpha[a] as number) ** 2 + Math.log(l[a * n + a] as number)
  solveLowerTransposed(l, n, alpha)
  const inverse = inverseOfCholesky(l, n)

  gradient.fill(0)
  const m = new Float64Array(n * n)
  let byScale = 0
  let byNoise = 0
  for (let a = 0; a < n; a++) {
    const alphaA = alpha[a] as number
    const diagonal = alphaA * alphaA - (inverse[a * n + a] as number)
    byNoise += diagonal
    byScale += diagonal * scale
    for (let b = 0; b < a; b++) {
      const w = alphaA * (alpha[b] as number) - (inverse[a * n + b] as number)
      byScale += 2 * w * (covariance[a * n + b] as number)
      const slope = w * scale * (slopes[a * n + b] as number)
      m[a * n + b] = slope
      m[b * n + a] = slope
    }
  }
  const column = new Float64Array(size)
  for (let a = 0; a < n; a++) {
    column.fill(0)
    let row = 0
    for (let b = 0; b < n; b++) {
      const weight = m[a * n + b] as number
      if (weight === 0) continue
      row += weight
      for (let f = 0, j = b * size; f < size; f++, j++) column[f] = (column[f] as number) + weight * (x[j] as number)
    }
    for (let f = 0; f < size; f++) {
      const at = x[a * size + f] as number
      const part = 2 * (row * at * at - at * (column[f] as number)) * (weights[f] as number)
      const axis = group[f] as number
      gradient[axis] = (gradient[axis] as number) + part
    }
  }
  gradient[axes] = -0.5 * byScale
  gradient[axes + 1] = -0.5 * noise * byNoise
  for (let k = 0; k < theta.length; k++) {
    const deviation = prior.deviation[k] as number
    const z = ((theta[k] as number) - (prior.mean[k] as number)) / deviation
    value += 0.5 * z * z
    gradient[k] = (gradient[k] as number) + z / deviation
  }
  return value
}
