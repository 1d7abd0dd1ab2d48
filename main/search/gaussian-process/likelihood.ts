import { cholesky, inverseOfCholesky, solveLower, solveLowerTransposed } from '../numerics/cholesky.ts'
import { Kernel } from './kernel.ts'
import type { LogHyperparameters, Prior } from './hyperparameters.ts'

/** Feature vectors of n points, row by row, and their standardised values. */
export interface TrainingSet {
  readonly n: number
  readonly size: number
  /** Feature to lengthscale. */
  readonly group: Int32Array
  readonly x: Float64Array
  readonly y: Float64Array
  /** Prior variance of the function's level, which the mean of the values need not be. Absent: the level is 0. */
  readonly level?: number
}

/**
 * Negative log of likelihood times prior, up to a constant, and its gradient by the log hyperparameters. O(n^3 + n^2 axes).
 *
 * @param gradient length of theta, overwritten
 * @param byFeature n x size, overwritten with the derivatives by the features of axes that have one; zero for others
 * @returns infinity when the covariance is not positive definite
 */
export function negativeLogPosterior(
  { n, group, x, y, level = 0 }: TrainingSet,
  prior: Prior,
  theta: LogHyperparameters,
  gradient: Float64Array,
  byFeature?: Float64Array,
): number {
  const kernel = new Kernel(theta, group, level)
  const { axes, single, noise } = kernel
  const pairs = pairsOf(kernel, x, n)
  const l = new Float64Array(n * n)
  for (let a = 0, pair = 0; a < n; a++) {
    for (let b = 0; b < a; b++, pair++)
      l[a * n + b] = level + (pairs.joint[pair] as number) + (pairs.single[pair] as number)
    l[a * n + a] = kernel.variance + noise
  }
  if (!cholesky(l, n)) return Number.POSITIVE_INFINITY
  const alpha = y.slice()
  solveLower(l, n, alpha)
  let value = 0
  for (let a = 0; a < n; a++) value += 0.5 * (alpha[a] as number) ** 2 + Math.log(l[a * n + a] as number)
  solveLowerTransposed(l, n, alpha)
  const inverse = inverseOfCholesky(l, n)

  gradient.fill(0)
  byFeature?.fill(0)
  let byJoint = 0
  let bySingle = 0
  let byNoise = 0
  const { slopes, parts } = pairs
  for (let a = 0, pair = 0; a < n; a++) {
    const alphaA = alpha[a] as number
    byNoise += alphaA * alphaA - (inverse[a * n + a] as number)
    for (let b = 0; b < a; b++, pair++) {
      const w = 2 * (alphaA * (alpha[b] as number) - (inverse[a * n + b] as number))
      byJoint += w * (pairs.joint[pair] as number)
      bySingle += w * (pairs.single[pair] as number)
      const joint = w * (slopes[pair] as number)
      for (let k = 0, at = 2 * pair * axes; k < axes; k++, at += 2)
        gradient[k] = (gradient[k] as number) + joint * (parts[at] as number) + w * (parts[at + 1] as number)
      if (!byFeature) continue
      for (let k = 0, at = 2 * pair * axes; k < axes; k++, at += 2) {
        const f = (kernel.ends[k] as number) - 1
        if (f > 0 && group[f - 1] === k) continue
        const [i, j] = [a * kernel.size + f, b * kernel.size + f]
        const difference = (x[i] as number) - (x[j] as number)
        if (difference === 0) continue
        const push = (joint * (parts[at] as number) + w * (parts[at + 1] as number)) / difference
        byFeature[i] = (byFeature[i] as number) - push
        byFeature[j] = (byFeature[j] as number) + push
      }
    }
  }
  gradient[axes] = -0.5 * (byJoint + byNoise * kernel.joint)
  gradient[axes + 1] = -0.5 * (bySingle + byNoise * single * axes)
  gradient[axes + 2] = -0.5 * noise * byNoise
  for (let k = 0; k < theta.length; k++) {
    const deviation = prior.deviation[k] as number
    const z = ((theta[k] as number) - (prior.mean[k] as number)) / deviation
    value += 0.5 * z * z
    gradient[k] = (gradient[k] as number) + z / deviation
  }
  return value
}

const SQRT5 = Math.sqrt(5)

/** By pair of points b < a: both covariances, and what derivatives by the lengthscales need. */
interface Pairs {
  readonly joint: Float64Array
  readonly single: Float64Array
  /** Derivative of the joint covariance by the total squared distance. */
  readonly slopes: Float64Array
  /** By axis: its squared scaled distance, and that times the derivative of its own covariance by it. */
  readonly parts: Float64Array
}

function pairsOf(kernel: Kernel, x: Float64Array, n: number): Pairs {
  const { axes, ends, weights, size } = kernel
  const count = (n * (n - 1)) / 2
  const joint = new Float64Array(count)
  const single = new Float64Array(count)
  const slopes = new Float64Array(count)
  const parts = new Float64Array(2 * count * axes)
  for (let a = 0, pair = 0; a < n; a++)
    for (let b = 0; b < a; b++, pair++) {
      let [i, j] = [a * size, b * size]
      let total = 0
      let sum = 0
      for (let k = 0, f = 0, at = 2 * pair * axes; k < axes; k++, at += 2) {
        const end = ends[k] as number
        let squared = 0
        for (; f < end; f++, i++, j++) {
          const difference = (x[i] as number) - (x[j] as number)
          squared += difference * difference
        }
        if (squared === 0) {
          sum++
          continue
        }
        const t = squared * (weights[k] as number)
        const scaled = SQRT5 * Math.sqrt(t)
        const decay = Math.exp(-scaled)
        total += t
        sum += (1 + scaled + (scaled * scaled) / 3) * decay
        parts[at] = t
        parts[at + 1] = kernel.single * (-5 / 6) * (1 + scaled) * decay * t
      }
      const scaled = SQRT5 * Math.sqrt(total)
      const decay = Math.exp(-scaled)
      joint[pair] = kernel.joint * (1 + scaled + (scaled * scaled) / 3) * decay
      slopes[pair] = kernel.joint * (-5 / 6) * (1 + scaled) * decay
      single[pair] = kernel.single * sum
    }
  return { joint, single, slopes, parts }
}
