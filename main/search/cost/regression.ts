import { cholesky, inverseOfCholesky } from '../numerics/cholesky.ts'

/** A linear model with what is not known about it. */
export interface Regression {
  /** One per term. */
  readonly weights: Float64Array
  /** Standard deviation of what the terms do not explain. */
  readonly noise: number
  predict(terms: Float64Array): { readonly mean: number; readonly deviation: number }
}

const ROUNDS = 25

/** What is believed of each variance before the data: it counts as so many observations of so much. */
const prior = { weights: { count: 1, variance: 0.5 }, noise: { count: 2, variance: 0.02 } }

/**
 * Bayesian linear regression in which each group of terms has a variance of its own, so that groups without influence fade
 * (automatic relevance determination). Variances by expectation maximisation under weak inverse-gamma priors.
 * O(rounds (n^2 p + n^3)) for n rows of p terms.
 *
 * @param rows n x p, row after row
 * @param values n numbers of the order of one (here: logarithms)
 * @see MacKay 1992, "Bayesian interpolation", Neural Computation 4; Tipping 2001, "Sparse Bayesian learning", section 2
 */
export function regress(rows: Float64Array, values: Float64Array, group: Int32Array, groups: number): Regression {
  const [n, p] = [values.length, group.length]
  const centre = values.reduce((sum, value) => sum + value / n, 0)
  // The intercept is one more term, nearly free.
  const y = values.map((value) => value - centre)
  const interceptVariance = 4
  const variance = new Float64Array(groups).fill(prior.weights.variance)
  const members = new Float64Array(groups)
  for (const g of group) members[g]!++
  let noise = prior.noise.variance
  const weights = new Float64Array(p)
  let inverse = new Float64Array(n * n)
  let intercept = 0
  const row = (i: number): Float64Array => rows.subarray(i * p, (i + 1) * p)
  const times = (a: Float64Array, b: Float64Array): number => {
    let sum = 0
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
    return sum
  }
  const solve = (): void => {
    const c = new Float64Array(n * n)
    const scaled = new Float64Array(p)
    for (let i = 0; i < n; i++) {
      const own = row(i)
      for (let f = 0; f < p; f++) scaled[f] = own[f]! * variance[group[f]!]!
      for (let j = 0; j <= i; j++) c[i * n + j] = interceptVariance + times(scaled, row(j)) + (i === j ? noise : 0)
    }
    cholesky(c, n)
    inverse = inverseOfCholesky(c, n) as Float64Array<ArrayBuffer>
    const dual = Float64Array.from({ length: n }, (_, i) => times(inverse.subarray(i * n, (i + 1) * n), y))
    intercept = interceptVariance * dual.reduce((sum, value) => sum + value, 0)
    for (let f = 0; f < p; f++) {
      let sum = 0
      for (let i = 0; i < n; i++) sum += rows[i * p + f]! * dual[i]!
      weights[f] = variance[group[f]!]! * sum
    }
  }
  solve()
  for (let round = 0; round < ROUNDS; round++) {
    const energy = new Float64Array(groups)
    const column = new Float64Array(n)
    for (let f = 0; f < p; f++) {
      for (let i = 0; i < n; i++) column[i] = rows[i * p + f]!
      let explained = 0
      for (let i = 0; i < n; i++)
        if (column[i] !== 0) explained += column[i]! * times(inverse.subarray(i * n, (i + 1) * n), column)
      const own = variance[group[f]!]!
      energy[group[f]!]! += weights[f]! ** 2 + Math.max(0, own - own * own * explained)
    }
    let trace = 0
    let misfit = 0
    for (let i = 0; i < n; i++) {
      trace += inverse[i * n + i]!
      misfit += (y[i]! - intercept - times(row(i), weights)) ** 2
    }
    const { count, variance: believed } = prior.weights
    for (let g = 0; g < groups; g++)
      variance[g] = Math.max(1e-8, (energy[g]! + count * believed * 0.1) / (members[g]! + count))
    const free = noise * (n - noise * trace)
    noise = (misfit + Math.max(0, free) + prior.noise.count * prior.noise.variance) / (n + prior.noise.count)
    solve()
  }
  return {
    weights,
    noise: Math.sqrt(noise),
    predict(terms) {
      let [mean, spread] = [centre + intercept, noise + interceptVariance]
      const scaled = new Float64Array(p)
      for (let f = 0; f < p; f++) {
        const value = terms[f]!
        mean += weights[f]! * value
        scaled[f] = value * variance[group[f]!]!
        spread += value * scaled[f]!
      }
      const v = Float64Array.from({ length: n }, (_, i) => interceptVariance + times(scaled, row(i)))
      for (let i = 0; i < n; i++) spread -= v[i]! * times(inverse.subarray(i * n, (i + 1) * n), v)
      return { mean, deviation: Math.sqrt(Math.max(noise, spread)) }
    },
  }
}
