import { logExpectedImprovement, logImprovementSlope } from './log-expected-improvement.ts'
import type { Posterior } from './posterior.ts'

/** How promising a feature vector is: what the next configuration maximises. On a log scale. */
export interface Criterion {
  value(features: Float64Array): number
  /** @param slope derivatives by the features, overwritten */
  valueWithSlope(features: Float64Array, slope: Float64Array): number
}

/** Log expected improvement over `best`, on the posterior's scale. */
export function improvementCriterion(posterior: Posterior, best: number): Criterion {
  const byMean = new Float64Array(posterior.size)
  const byVariance = new Float64Array(posterior.size)
  return {
    value(features) {
      const { mean, variance } = posterior.predict(features)
      return logExpectedImprovement(mean, variance, best)
    },
    valueWithSlope(features, slope) {
      const { mean, variance } = posterior.predictWithGradient(features, byMean, byVariance)
      const deviation = Math.sqrt(variance)
      const z = (best - mean) / deviation
      const steepness = logImprovementSlope(z)
      for (let f = 0; f < slope.length; f++)
        slope[f] =
          (-steepness / deviation) * (byMean[f] as number) +
          ((1 - steepness * z) / (2 * variance)) * (byVariance[f] as number)
      return logExpectedImprovement(mean, variance, best)
    },
  }
}
