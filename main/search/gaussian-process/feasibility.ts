import { logNormalCdf, normalDensity } from '../numerics/normal.ts'
import type { Criterion } from './criterion.ts'
import type { Posterior } from './posterior.ts'

/** What trials that succeeded and that failed are taken for. */
export const SUCCESS = 1
export const FAILURE = -1

/** Something that a trial should turn out to be, and with what chance it does. */
export interface Wanted {
  readonly posterior: Posterior
  /** A value of the process above this is what is wanted. */
  readonly above: number
  /** Variance of a trial's value around the process. */
  readonly spread: number
}

/**
 * A criterion weighted by the chance that a trial succeeds, as earlier ones did near it: log criterion + log P(success).
 *
 * @param successes a process through `SUCCESS` and `FAILURE` at the trials' points (classification by least squares)
 * @see Gardner et al. 2014 (ICML), constrained expected improvement; Rasmussen and Williams 2006, section 6.5
 */
export function feasibleCriterion(criterion: Criterion, successes: Posterior): Criterion {
  return likelyCriterion(criterion, { posterior: successes, above: 0, spread: SPREAD })
}

/**
 * A criterion weighted by the chance of something wanted, or that chance alone: log criterion + log P(value > above).
 * @see Gardner et al. 2014 (ICML), section 3; Gelbart, Snoek, Adams 2014 (UAI), section 3
 */
export function likelyCriterion(criterion: Criterion | undefined, { posterior, above, spread }: Wanted): Criterion {
  const byMean = new Float64Array(posterior.size)
  const byVariance = new Float64Array(posterior.size)
  return {
    value(features) {
      const { mean, variance } = posterior.predict(features)
      return (criterion?.value(features) ?? 0) + logNormalCdf((mean - above) / Math.sqrt(variance + spread))
    },
    valueWithSlope(features, slope) {
      if (!criterion) slope.fill(0)
      const value = criterion?.valueWithSlope(features, slope) ?? 0
      const prediction = posterior.predictWithGradient(features, byMean, byVariance)
      const mean = prediction.mean - above
      const total = prediction.variance + spread
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
