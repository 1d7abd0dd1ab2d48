import { minimise } from '../numerics/minimise.ts'
import type { Layout } from '../space/layout.ts'
import type { FeatureMap } from './features.ts'
import type { LogHyperparameters, Prior } from './hyperparameters.ts'
import { negativeLogPosterior, type TrainingSet } from './likelihood.ts'

/** Prior standard deviation of the logarithm of both exponents, whose mean is 0: no bend. */
const DEVIATION = 0.75

/** Exponents stay within e^-LIMIT and e^LIMIT. */
const LIMIT = 2

/** Coordinates keep this distance from the ends, where slopes may be infinite. */
const END = 1e-6

/** Iterations of the search for exponents. */
const ITERATIONS = 30

/** Axes are bent that have more values than this. */
const FEW = 4

/** Fewer trials than this do not tell how an axis is bent. */
const ENOUGH = 12

/** Logarithms of the exponents of each ordered axis: w(u) = 1 - (1 - u^a)^b. Absent axes are straight. */
export type Warp = ReadonlyMap<number, readonly [logA: number, logB: number]>

export interface WarpedFit {
  readonly warp: Warp
  readonly theta: LogHyperparameters
}

/**
 * How axes should be bent so that a stationary process fits: each ordered axis by the distribution function of Kumaraswamy,
 * with exponents at the maximum of the posterior density, together with the process's own hyperparameters.
 *
 * @param theta the best hyperparameters of the process without bends, from which the search begins
 * @returns undefined unless the log posterior density rises by more than the bends are worth by the Bayesian information
 *          criterion, half the logarithm of the number of trials for each exponent that moved
 * @see Snoek, Swersky, Zemel, Adams 2014, "Input warping for Bayesian optimization of non-stationary functions" (ICML),
 *      section 3. There: the exponents are integrated out, with beta distributions.
 */
export function warpOf(
  layout: Layout,
  features: FeatureMap,
  data: TrainingSet,
  prior: Prior,
  theta: LogHyperparameters,
): WarpedFit | undefined {
  const axes = [...layout.axes.keys()].filter((k) => {
    const axis = layout.axes[k]
    return axis !== undefined && axis.kind !== 'categorical' && axis.count > FEW
  })
  if (data.n < ENOUGH || axes.length === 0) return undefined
  const size = theta.length
  const x = data.x.slice()
  const byFeature = new Float64Array(x.length)
  const inner = new Float64Array(size)
  const evaluate = (parameters: Float64Array, gradient: Float64Array): number => {
    for (const [i, k] of axes.entries()) {
      const [logA, logB] = [parameters[size + 2 * i] as number, parameters[size + 2 * i + 1] as number]
      for (let at = features.first[k] as number; at < x.length; at += features.size)
        x[at] = bent(data.x[at] as number, logA, logB)
    }
    let value = negativeLogPosterior({ ...data, x }, prior, parameters.subarray(0, size), inner, byFeature)
    gradient.set(inner)
    for (const [i, k] of axes.entries()) {
      const at = size + 2 * i
      const [logA, logB] = [parameters[at] as number, parameters[at + 1] as number]
      let [byA, byB] = [0, 0]
      for (let place = features.first[k] as number; place < x.length; place += features.size) {
        const [toA, toB] = slopesByExponents(data.x[place] as number, logA, logB)
        byA += (byFeature[place] as number) * toA
        byB += (byFeature[place] as number) * toB
      }
      gradient[at] = byA + logA / DEVIATION ** 2
      gradient[at + 1] = byB + logB / DEVIATION ** 2
      value += (logA ** 2 + logB ** 2) / (2 * DEVIATION ** 2)
    }
    return value
  }
  const bounds = (ends: Float64Array, limit: number): number[] => [...ends, ...axes.flatMap(() => [limit, limit])]
  const start = Float64Array.of(...theta, ...axes.flatMap(() => [0, 0]))
  const before = evaluate(start, new Float64Array(start.length))
  const found = minimise(evaluate, start, bounds(prior.low, -LIMIT), bounds(prior.high, LIMIT), {
    iterations: ITERATIONS,
    gradientTolerance: 1e-2,
    valueTolerance: 1e-5,
  })
  const warp = new Map(
    axes.map((k, i) => [k, [found.x[size + 2 * i] as number, found.x[size + 2 * i + 1] as number] as const]),
  )
  const moved = [...warp.values()].flat().filter((log) => Math.abs(log) > 0.1).length
  const gain = before - found.value
  if (!(gain > 0.5 * Math.log(data.n) * Math.max(1, moved))) return undefined
  return { warp, theta: found.x.slice(0, size) }
}

/** A feature map whose ordered axes are bent. */
export function warpedFeatures(features: FeatureMap, warp: Warp): FeatureMap {
  return {
    ...features,
    write(point, active, into, offset) {
      features.write(point, active, into, offset)
      for (const [k, [logA, logB]] of warp) {
        const at = offset + (features.first[k] as number)
        into[at] = bent(into[at] as number, logA, logB)
      }
    },
    slope(k, u) {
      const exponents = warp.get(k)
      return exponents ? slopeOfBent(u, ...exponents) : 1
    },
  }
}

/** Feature vectors, row by row, with bent axes. */
export function warpedVectors({ first, size }: FeatureMap, warp: Warp, x: Float64Array): Float64Array {
  const vectors = x.slice()
  for (const [k, [logA, logB]] of warp)
    for (let at = first[k] as number; at < x.length; at += size) vectors[at] = bent(x[at] as number, logA, logB)
  return vectors
}

const within = (u: number): number => Math.min(1 - END, Math.max(END, u))

/** Kumaraswamy's distribution function: 1 - (1 - u^a)^b, from [0, 1] to [0, 1]. */
export function bent(u: number, logA: number, logB: number): number {
  return 1 - (1 - within(u) ** Math.exp(logA)) ** Math.exp(logB)
}

/** Its derivative by u. */
export function slopeOfBent(u: number, logA: number, logB: number): number {
  const [a, b, v] = [Math.exp(logA), Math.exp(logB), within(u)]
  return a * b * v ** (a - 1) * (1 - v ** a) ** (b - 1)
}

/** Its derivatives by log a and log b. */
export function slopesByExponents(u: number, logA: number, logB: number): readonly [byLogA: number, byLogB: number] {
  const [a, b, v] = [Math.exp(logA), Math.exp(logB), within(u)]
  const power = v ** a
  const rest = 1 - power
  return [a * b * rest ** (b - 1) * power * Math.log(v), -b * rest ** b * Math.log(rest)]
}
