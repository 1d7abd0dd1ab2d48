import { logNormalCdf, normalDensity } from '../numerics/normal.ts'
import type { Criterion } from './criterion.ts'
import type { Posterior } from './posterior.ts'

/** What trials that succeeded and that failed are taken for. */
export const SUCCESS = 1
export const FAILURE = -1

/**
 * A criterion weighted by the chance that a trial succeeds, as earlier ones did near it: log criterion + log P(success).
 *
 * @param successes a process through `SUCCESS` and `FAILURE` at the trials' points (classification by least squares)
 * @see Gardner et al. 2014 (ICML), constrained expected improvement; Rasmussen and Williams 2006, section 6.5
 */
export function feasibleCriterion(criterion: Criterion, successes: Posterior): Criterion {
  const byMean = new Float64Array(successes.size)
  const byVariance = new Float64Array(successes.size)
  return {
    value(features) {
      const { mean, variance } = successes.predict(features)
      return criterion.value(features) + logNormalCdf(mean / Math.sqrt(variance + SPREAD))
    },
    valueWithSlope(features, slope) {
      const value = criterion.valueWithSlope(features, slope)
      const { mean, variance } = successes.predictWithGradient(features, byMean, byVariance)
      const total = variance + SPREAD
      const z = mean / Math.sqrt(total)
      const chance = logNormalCdf(z)
      // phi / Phi; for very negative z that quotient is -z.
      const steepness = z < -30 ? -z : normalDensity(z) / Math.exp(chance)
      for (let f = 0; f < slope.length; f++)
        slope[f] =
          (slope[f] as number) +
          steepness *
            ((byMean[f] as number) / Math.sqrt(total) - (mean * (byVariance[f] as number)) / (2 * total ** 1.5))
      return value + chance
    },
  }
}

/** Variance of a trial's own luck: a single failure next to successes does not forbid a region. */
const SPREAD = 0.1
