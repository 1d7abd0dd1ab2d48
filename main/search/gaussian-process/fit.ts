import { minimise } from '../numerics/minimise.ts'
import type { LogHyperparameters, Prior } from './hyperparameters.ts'
import { negativeLogPosterior, type TrainingSet } from './likelihood.ts'

/** Most iterations of the optimiser from one start. */
const ITERATIONS = 60

/**
 * The hyperparameters of highest posterior density that local searches from `starts` reach. A pure function of its
 * arguments: no start depends on an earlier fit.
 */
export function fit(data: TrainingSet, prior: Prior, starts: readonly LogHyperparameters[]): LogHyperparameters {
  let best = prior.mean
  let lowest = Number.POSITIVE_INFINITY
  for (const start of starts) {
    const found = minimise(
      (theta, gradient) => negativeLogPosterior(data, prior, theta, gradient),
      start,
      prior.low,
      prior.high,
      {
        iterations: ITERATIONS,
        gradientTolerance: 1e-2,
        valueTolerance: 1e-5,
      },
    )
    if (found.value < lowest) {
      lowest = found.value
      best = found.x
    }
  }
  return best
}
