import { cholesky } from '../numerics/cholesky.ts'
import type { LogHyperparameters } from './hyperparameters.ts'
import { Kernel } from './kernel.ts'
import type { TrainingSet } from './likelihood.ts'

export interface Prediction {
  readonly mean: number
  /** Of the function, without noise; at least 1e-12. */
  readonly variance: number
}

/** What the process believes after seeing a training set, with given hyperparameters. Values are standardised ones. */
export class Posterior {
  readonly size: number
  private readonly kernel: Kernel
  private readonly capacity: number
  private n: number
  private readonly x: Float64Array
  private readonly y: Float64Array
  /** Cholesky factor, rows of `capacity`. */
  private readonly l: Float64Array
  private alpha: Float64Array
  private readonly k: Float64Array
  private readonly solved: Float64Array

  /** @param room how many points may be appended */
  constructor(data: TrainingSet, theta: LogHyperparameters, room = 0) {
    this.size = data.size
    this.kernel = new Kernel(theta, data.group, data.level)
    this.n = data.n
    this.capacity = data.n + room
    this.x = new Float64Array(this.capacity * data.size)
    this.x.set(data.x.subarray(0, data.n * data.size))
    this.y = new Float64Array(this.capacity)
    this.y.set(data.y.subarray(0, data.n))
    this.k = new Float64Array(this.capacity)
    this.solved = new Float64Array(this.capacity)
    this.l = this.factorise()
    this.alpha = this.weigh()
  }

  /** Variance of a value around the function. */
  get noise(): number {
    return this.kernel.noise
  }

  /** Retries with growing jitter: duplicated points make a covariance singular when there is hardly any noise. */
  private factorise(): Float64Array {
    const { n } = this
    for (let jitter = 0; ; jitter = jitter === 0 ? 1e-8 : jitter * 10) {
      const a = new Float64Array(n * n)
      for (let i = 0; i < n; i++) {
        this.covariances(this.x, i, i)
        a.set(this.k.subarray(0, i), i * n)
        a[i * n + i] = this.kernel.variance + this.kernel.noise + jitter
      }
      if (!cholesky(a, n) && jitter < 1) continue
      const l = new Float64Array(this.capacity * this.capacity)
      for (let i = 0; i < n; i++) l.set(a.subarray(i * n, i * n + i + 1), i * this.capacity)
      return l
    }
  }

  /** Covariances of row `row` of some feature vectors with the first `count` points, into `k`. */
  private covariances(features: Float64Array, row: number, count: number): void {
    for (let a = 0; a < count; a++) this.k[a] = this.kernel.value(this.x, a, features, row)
  }

  private weigh(): Float64Array {
    const alpha = this.y.slice(0, this.n)
    const { n, capacity, l } = this
    for (let i = 0; i < n; i++) {
      let sum = alpha[i] as number
      for (let j = 0; j < i; j++) sum -= (l[i * capacity + j] as number) * (alpha[j] as number)
      alpha[i] = sum / (l[i * capacity + i] as number)
    }
    for (let i = n - 1; i >= 0; i--) {
      const value = (alpha[i] as number) / (l[i * capacity + i] as number)
      alpha[i] = value
      for (let j = 0; j < i; j++) alpha[j] = (alpha[j] as number) - (l[i * capacity + j] as number) * value
    }
    return alpha
  }

  /** Adds one observation. O(n^2): a row of the factor, and the weights anew. Equal to conditioning on all at once. */
  append(features: Float64Array, value: number): void {
    if (this.n === this.capacity) throw new RangeError(`There is room for ${this.capacity} points only.`)
    this.covariances(features, 0, this.n)
    const { n, capacity, l } = this
    this.x.set(features.subarray(0, this.size), n * this.size)
    this.y[n] = value
    let rest = this.kernel.variance + this.kernel.noise
    for (let i = 0; i < n; i++) {
      let sum = this.k[i] as number
      for (let j = 0; j < i; j++) sum -= (l[i * capacity + j] as number) * (l[n * capacity + j] as number)
      const entry = sum / (l[i * capacity + i] as number)
      l[n * capacity + i] = entry
      rest -= entry * entry
    }
    l[n * capacity + n] = Math.sqrt(Math.max(rest, 1e-10))
    this.n++
    this.alpha = this.weigh()
  }

  /** O(n^2). */
  predict(features: Float64Array, row = 0): Prediction {
    this.covariances(features, row, this.n)
    const { n, capacity, l, k, solved } = this
    let mean = 0
    let variance = this.kernel.variance
    for (let i = 0; i < n; i++) {
      let sum = k[i] as number
      mean += sum * (this.alpha[i] as number)
      const start = i * capacity
      for (let j = 0; j < i; j++) sum -= (l[start + j] as number) * (solved[j] as number)
      const entry = sum / (l[start + i] as number)
      solved[i] = entry
      variance -= entry * entry
    }
    return { mean, variance: Math.max(variance, 1e-12) }
  }

  /**
   * What is believed of the average of the function over the first `count` rows of `features`: its mean, and the variance of
   * the average itself, which shrinks less than that of independent points. O(count^2 + count n + n^2).
   */
  average(features: Float64Array, count: number): Prediction {
    const { n, capacity, l, solved } = this
    const together = new Float64Array(n)
    let prior = 0
    for (let row = 0; row < count; row++) {
      this.covariances(features, row, n)
      for (let i = 0; i < n; i++) together[i] = (together[i] as number) + (this.k[i] as number) / count
      for (let other = 0; other < count; other++)
        prior += this.kernel.value(features, row, features, other) / (count * count)
    }
    let mean = 0
    let variance = prior
    for (let i = 0; i < n; i++) {
      let sum = together[i] as number
      mean += sum * (this.alpha[i] as number)
      for (let j = 0; j < i; j++) sum -= (l[i * capacity + j] as number) * (solved[j] as number)
      const entry = sum / (l[i * capacity + i] as number)
      solved[i] = entry
      variance -= entry * entry
    }
    return { mean, variance: Math.max(variance, 1e-12) }
  }

  /** The mean alone, O(n). */
  mean(features: Float64Array, row = 0): number {
    this.covariances(features, row, this.n)
    let mean = 0
    for (let i = 0; i < this.n; i++) mean += (this.k[i] as number) * (this.alpha[i] as number)
    return mean
  }

  /** A prediction, and the gradients of mean and variance by the features, overwritten. O(n^2). */
  predictWithGradient(features: Float64Array, byMean: Float64Array, byVariance: Float64Array): Prediction {
    const { n, capacity, l } = this
    const prediction = this.predict(features)
    // K^-1 k, for the variance: dv/dx = -2 (dk/dx)' K^-1 k.
    const weight = this.solved.slice(0, n)
    for (let i = n - 1; i >= 0; i--) {
      const value = (weight[i] as number) / (l[i * capacity + i] as number)
      weight[i] = value
      for (let j = 0; j < i; j++) weight[j] = (weight[j] as number) - (l[i * capacity + j] as number) * value
    }
    byMean.fill(0)
    byVariance.fill(0)
    for (let a = 0; a < n; a++) {
      this.kernel.addGradient(features, this.x, a, this.alpha[a] as number, byMean)
      this.kernel.addGradient(features, this.x, a, -2 * (weight[a] as number), byVariance)
    }
    return prediction
  }
}
