import type { SearchTrial } from '../trial.ts'
import type { Layout } from '../space/layout.ts'
import type { FeatureMap } from './features.ts'
import { fit } from './fit.ts'
import type { LogHyperparameters, Prior } from './hyperparameters.ts'
import type { TrainingSet } from './likelihood.ts'
import { Posterior } from './posterior.ts'
import { warpedFeatures, warpedVectors, warpOf } from './warp.ts'

/** Most points that hyperparameters are fitted to. */
const FIT_SIZE = 100

/**
 * Prior variance of a function's level, on standardised values. A search collects trials where values are good, so that their
 * mean is far better than what an unknown region has to offer: a level of 0 would send the search to every corner.
 * @see Jones, Schonlau, Welch 1998 (EGO): the level is estimated from correlated values (ordinary kriging)
 */
export const LEVEL = 1

/** Feature vectors of trials, row by row. */
export function vectorsOf(layout: Layout, features: FeatureMap, points: readonly Float64Array[]): Float64Array {
  const active = new Uint8Array(layout.axes.length)
  const vectors = new Float64Array(points.length * features.size)
  for (const [row, point] of points.entries()) {
    layout.canonicalise(point, active)
    features.write(point, active, vectors, row * features.size)
  }
  return vectors
}

export interface Model {
  readonly posterior: Posterior
  readonly theta: LogHyperparameters
  readonly y: Float64Array
  /** As points became the model's vectors. */
  readonly features: FeatureMap
  /** Feature vectors of what the model was built on, row by row. */
  readonly x: Float64Array
}

/**
 * A process through standardised values, with the hyperparameters of highest posterior density.
 *
 * @param pending trials under way: they count as if they had come out as predicted (kriging believer)
 * @param bend whether axes may be bent (`warp.ts`): then the model's feature map is another one, and so are its vectors
 * @see Ginsbourger et al. 2010
 */
export function modelOf(
  layout: Layout,
  features: FeatureMap,
  x: Float64Array,
  y: Float64Array,
  prior: Prior,
  pending: readonly SearchTrial[],
  bend = false,
): Model {
  const data: TrainingSet = { n: y.length, size: features.size, group: features.group, x, y, level: LEVEL }
  const some = fewer(data, FIT_SIZE)
  const straight = fit(some, prior, [prior.mean])
  const warped = bend ? warpOf(layout, features, some, prior, straight) : undefined
  const theta = warped?.theta ?? straight
  const map = warped ? warpedFeatures(features, warped.warp) : features
  const vectors = warped ? warpedVectors(features, warped.warp, x) : x
  const posterior = new Posterior({ ...data, x: vectors }, theta, pending.length)
  for (const trial of pending) {
    const vector = vectorsOf(layout, map, [layout.point(trial.configuration)])
    posterior.append(vector, posterior.mean(vector))
  }
  return { posterior, theta, y, features: map, x: vectors }
}

/** An even selection of at most `most` rows, for fitting: hyperparameters change little, time grows with the cube. */
function fewer(data: TrainingSet, most: number): TrainingSet {
  const { n, size } = data
  if (n <= most) return data
  const x = new Float64Array(most * size)
  const y = new Float64Array(most)
  for (let row = 0; row < most; row++) {
    const from = Math.floor((row * n) / most)
    x.set(data.x.subarray(from * size, (from + 1) * size), row * size)
    y[row] = data.y[from] as number
  }
  return { ...data, n: most, x, y }
}
