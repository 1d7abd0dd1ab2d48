import { erfcx, logNormalCdf, normalCdf, normalDensity } from '../numerics/normal.ts'

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI)
const SQRT_HALF_PI = Math.sqrt(Math.PI / 2)

/**
 * log(phi(z) + z Phi(z)), finite for every finite z where the plain formula is 0.
 * @see Ament et al. 2023, arXiv 2310.20708, equation 9
 */
export function logImprovement(z: number): number {
  if (z > -1) return Math.log(normalDensity(z) + z * normalCdf(z))
  if (z < -1e6) return -0.5 * z * z - HALF_LOG_2PI - 2 * Math.log(-z)
  // 1 + sqrt(pi/2) z erfcx(-z / sqrt 2) cancels for very negative z: there by its asymptotic series.
  const inverse = 1 / (z * z)
  const factor =
    z < -100 ? inverse * (1 - 3 * inverse + 15 * inverse * inverse) : 1 + SQRT_HALF_PI * z * erfcx(-z * Math.SQRT1_2)
  return -0.5 * z * z - HALF_LOG_2PI + Math.log(factor)
}

/** d/dz of `logImprovement`: Phi(z) over phi(z) + z Phi(z). */
export function logImprovementSlope(z: number): number {
  return z < -1e6 ? -z : Math.exp(logNormalCdf(z) - logImprovement(z))
}

/**
 * Log of the expected improvement over `best` (to be minimised) of a normal prediction.
 * Its derivatives: by the mean, -slope(z) / sd; by the variance, (1 - slope(z) z) / (2 variance).
 */
export function logExpectedImprovement(mean: number, variance: number, best: number): number {
  const deviation = Math.sqrt(variance)
  return Math.log(deviation) + logImprovement((best - mean) / deviation)
}

/**
 * The part of the expected improvement over `best` that is due to uncertainty, 0 to 1: what would be lost were the mean
 * certain. Of phi(z) + z Phi(z) that is what exceeds max(z, 0), which by symmetry is phi(z) - |z| Phi(-|z|).
 */
export function explorationShare(mean: number, variance: number, best: number): number {
  const z = (best - mean) / Math.sqrt(variance)
  return z <= 0 ? 1 : Math.exp(logImprovement(-z) - logImprovement(z))
}
