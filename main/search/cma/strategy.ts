import { symmetricEigen } from '../numerics/eigen.ts'
import { cmaSettings, type CmaSettings } from './settings.ts'

/** Axes beyond which only variances are adapted: a full covariance learns too slowly there, and costs d^3. */
const SEPARABLE_ABOVE = 60

/** A search distribution N(mean, sigma^2 C) and how it came about. Replaced, never changed. */
export interface CmaState {
  readonly settings: CmaSettings
  readonly mean: Float64Array
  readonly sigma: number
  /** d x d, or the d variances when separable. */
  readonly covariance: Float64Array
  /** Square roots of the eigenvalues of C, and its eigenvectors (absent when separable). */
  readonly scales: Float64Array
  readonly vectors: Float64Array | undefined
  readonly pathSigma: Float64Array
  readonly pathC: Float64Array
  readonly generation: number
  /** Best loss of each generation, newest last, for the stopping rule. */
  readonly records: readonly number[]
}

export function startCma(mean: Float64Array, sigma: number, lambda: number): CmaState {
  const d = mean.length
  const separable = d > SEPARABLE_ABOVE
  const covariance = separable ? new Float64Array(d).fill(1) : new Float64Array(d * d)
  if (!separable) for (let i = 0; i < d; i++) covariance[i * d + i] = 1
  return {
    settings: cmaSettings(d, lambda, separable),
    mean,
    sigma,
    covariance,
    scales: new Float64Array(d).fill(1),
    vectors: separable ? undefined : covariance.slice(),
    pathSigma: new Float64Array(d),
    pathC: new Float64Array(d),
    generation: 0,
    records: [],
  }
}

/** The usual population of a dimension: 4 + floor(3 ln d). */
export function defaultLambda(d: number): number {
  return 4 + Math.floor(3 * Math.log(d))
}

/** sqrt(C) z: turns a standard normal vector into a step. */
export function stepOf({ scales, vectors }: CmaState, z: Float64Array): Float64Array {
  const d = z.length
  if (!vectors) return z.map((value, i) => value * (scales[i] as number))
  const step = new Float64Array(d)
  for (let k = 0; k < d; k++) {
    const along = (z[k] as number) * (scales[k] as number)
    for (let i = 0; i < d; i++) step[i] = (step[i] as number) + (vectors[i * d + k] as number) * along
  }
  return step
}

/** C^(-1/2) y. */
function whitened({ scales, vectors }: CmaState, y: Float64Array): Float64Array {
  const d = y.length
  if (!vectors) return y.map((value, i) => value / (scales[i] as number))
  const white = new Float64Array(d)
  for (let k = 0; k < d; k++) {
    let along = 0
    for (let i = 0; i < d; i++) along += (vectors[i * d + k] as number) * (y[i] as number)
    along /= scales[k] as number
    for (let i = 0; i < d; i++) white[i] = (white[i] as number) + (vectors[i * d + k] as number) * along
  }
  return white
}

/** Standard deviation of each coordinate, sigma included. */
export function deviationsOf({ covariance, sigma, mean, vectors }: CmaState): Float64Array {
  const d = mean.length
  return mean.map((_, i) => sigma * Math.sqrt(covariance[vectors ? i * d + i : i] as number))
}

/**
 * One generation: moves the distribution towards what was good.
 *
 * @param ranked points, best first, as many as the population
 * @param record the best loss among them
 * @see Hansen, arXiv 1604.00772, equations 41 to 47, with active (negative) weights. Steps longer than is likely, from
 *      points of other origin, are shortened as in Hansen, "Injecting external solutions", arXiv 1110.4181.
 */
export function updateCma(state: CmaState, ranked: readonly Float64Array[], record: number): CmaState {
  const { settings, mean, sigma, covariance } = state
  const d = mean.length
  const { weights, muEff, cc, c1, cMu, cSigma, dSigma, chi } = settings
  const longest = Math.sqrt(d) + (2 * d) / (d + 2)
  const steps: Float64Array[] = []
  const lengths: number[] = []
  for (const point of ranked) {
    const y = point.map((value, i) => (value - (mean[i] as number)) / sigma)
    const length = norm(whitened(state, y))
    const shorten = Math.min(1, longest / Math.max(length, 1e-300))
    steps.push(y.map((value) => value * shorten))
    lengths.push(length * shorten)
  }
  const mu = weights.filter((weight) => weight > 0).length
  const towards = new Float64Array(d)
  for (let k = 0; k < mu; k++) add(towards, steps[k] as Float64Array, weights[k] as number)
  const nextMean = mean.map((value, i) => value + sigma * (towards[i] as number))

  const white = whitened(state, towards)
  const along = Math.sqrt(cSigma * (2 - cSigma) * muEff)
  const pathSigma = state.pathSigma.map((value, i) => (1 - cSigma) * value + along * (white[i] as number))
  const length = norm(pathSigma)
  const generation = state.generation + 1
  const nextSigma = Math.min(1e4, sigma * Math.exp(Math.min(1, (cSigma / dSigma) * (length / chi - 1))))
  const unbiased = length / Math.sqrt(1 - (1 - cSigma) ** (2 * generation))
  const moving = unbiased < (1.4 + 2 / (d + 1)) * chi ? 1 : 0
  const alongC = moving * Math.sqrt(cc * (2 - cc) * muEff)
  const pathC = state.pathC.map((value, i) => (1 - cc) * value + alongC * (towards[i] as number))

  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const keep = 1 + c1 * (1 - moving) * cc * (2 - cc) - c1 - cMu * total
  const next = covariance.map((value) => keep * value)
  const rankOne = (y: Float64Array, factor: number): void => {
    for (let i = 0; i < d; i++)
      if (!state.vectors) next[i] = (next[i] as number) + factor * (y[i] as number) ** 2
      else
        for (let j = 0; j < d; j++)
          next[i * d + j] = (next[i * d + j] as number) + factor * (y[i] as number) * (y[j] as number)
  }
  rankOne(pathC, c1)
  for (const [k, y] of steps.entries()) {
    const weight = weights[k] as number
    const active = weight >= 0 ? weight : (weight * d) / Math.max((lengths[k] as number) ** 2, 1e-300)
    rankOne(y, cMu * active)
  }
  return {
    settings,
    mean: nextMean,
    sigma: nextSigma,
    covariance: next,
    ...decomposed(next, d, state.vectors !== undefined),
    pathSigma,
    pathC,
    generation,
    records: [...state.records, record],
  }
}

function decomposed(covariance: Float64Array, d: number, full: boolean) {
  if (!full) {
    for (let i = 0; i < d; i++) covariance[i] = Math.max(covariance[i] as number, 1e-20)
    return { scales: covariance.map(Math.sqrt), vectors: undefined }
  }
  const { values, vectors } = symmetricEigen(covariance, d)
  return { scales: values.map((value) => Math.sqrt(Math.max(value, 1e-20))), vectors }
}

/**
 * Why a run has converged or broken down, a few words; undefined while it may go on.
 * @see Hansen, arXiv 1604.00772, appendix B.3: TolX, TolFun, ConditionCov
 */
export function finishedBecause(state: CmaState, initialSigma: number): string | undefined {
  const d = state.mean.length
  const widest = Math.max(...deviationsOf(state))
  if (widest < 1e-12 * initialSigma) return 'its steps became tiny'
  const window = 10 + Math.ceil((30 * d) / state.settings.lambda)
  const recent = state.records.slice(-window)
  if (recent.length === window && Math.max(...recent) - Math.min(...recent) < 1e-12)
    return 'its values no longer differ'
  const scales = [...state.scales]
  if (Math.max(...scales) / Math.min(...scales) > 1e7) return 'its distribution became too narrow'
  return undefined
}

function add(into: Float64Array, y: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + factor * (y[i] as number)
}

function norm(y: Float64Array): number {
  return Math.sqrt(y.reduce((sum, value) => sum + value * value, 0))
}
