import type { LogHyperparameters } from './hyperparameters.ts'

const SQRT5 = Math.sqrt(5)

/** Matern 5/2 as a function of the squared scaled distance: (1 + a + a^2 / 3) exp(-a), a = sqrt(5) r. */
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
 * Covariance of a function that is a sum of one-dimensional effects, one per axis, and of a joint effect of all axes:
 * k(x, y) = level + joint M(sum_k t_k) + additive / d sum_k M(t_k), t_k = |x_k - y_k|^2 / l_k^2.
 *
 * Most of what hyperparameters do, each does by itself (low-order effects dominate), and a sum of one-dimensional functions
 * is learnt from far fewer points than a joint one.
 *
 * @see Duvenaud, Nickisch, Rasmussen 2011, Additive Gaussian Processes: orders 1 and d, with shared lengthscales
 */
export class Kernel {
  readonly axes: number
  readonly size: number
  readonly joint: number
  /** Per axis: the additive scale over the number of axes. */
  readonly single: number
  readonly noise: number
  /** Prior variance of the function's level. */
  readonly level: number
  /** 1 / lengthscale^2 by axis. */
  readonly weights: Float64Array
  /** Axis to the feature after its last. */
  readonly ends: Int32Array

  /**
   * @param group feature to axis, ascending
   * @param level prior variance of a constant that is added to the function; 0: its mean is known to be 0
   */
  constructor(theta: LogHyperparameters, group: Int32Array, level = 0) {
    const d = theta.length - 3
    this.axes = d
    this.size = group.length
    this.level = level
    this.joint = Math.exp(theta[d] as number)
    this.single = Math.exp(theta[d + 1] as number) / d
    this.noise = Math.exp(theta[d + 2] as number)
    this.weights = Float64Array.from({ length: d }, (_, k) => Math.exp(-2 * (theta[k] as number)))
    this.ends = new Int32Array(d)
    for (const [f, k] of group.entries()) this.ends[k] = f + 1
  }

  /** Prior variance of the function at any point. */
  get variance(): number {
    return this.level + this.joint + this.single * this.axes
  }

  /** Between row i of x and row j of y. */
  value(x: Float64Array, i: number, y: Float64Array, j: number): number {
    const { axes, ends, weights } = this
    let a = i * this.size
    let b = j * this.size
    let f = 0
    let total = 0
    let sum = 0
    for (let k = 0; k < axes; k++) {
      const end = ends[k] as number
      let squared = 0
      for (; f < end; f++, a++, b++) {
        const difference = (x[a] as number) - (y[b] as number)
        squared += difference * difference
      }
      if (squared === 0) {
        sum++
        continue
      }
      const t = squared * (weights[k] as number)
      total += t
      const scaled = SQRT5 * Math.sqrt(t)
      sum += (1 + scaled + (scaled * scaled) / 3) * Math.exp(-scaled)
    }
    return this.level + this.joint * matern(total) + this.single * sum
  }

  /**
   * Adds factor * dk/dx to `into`, by the features of x (one row), with y's row j.
   */
  addGradient(x: Float64Array, y: Float64Array, j: number, factor: number, into: Float64Array): void {
    const { axes, ends, weights } = this
    const b = j * this.size
    let total = 0
    for (let k = 0, f = 0; k < axes; k++) {
      const end = ends[k] as number
      let squared = 0
      for (; f < end; f++) squared += ((x[f] as number) - (y[b + f] as number)) ** 2
      total += squared * (weights[k] as number)
    }
    const joint = this.joint * maternSlope(total)
    for (let k = 0, f = 0; k < axes; k++) {
      const end = ends[k] as number
      const weight = weights[k] as number
      const first = f
      let squared = 0
      for (; f < end; f++) squared += ((x[f] as number) - (y[b + f] as number)) ** 2
      const slope = 2 * factor * weight * (joint + this.single * maternSlope(squared * weight))
      for (let g = first; g < end; g++)
        into[g] = (into[g] as number) + slope * ((x[g] as number) - (y[b + g] as number))
    }
  }
}
