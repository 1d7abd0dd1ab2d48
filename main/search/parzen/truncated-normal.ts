import { logNormalCdf, logNormalMass, normalQuantileOfLog } from '../numerics/normal.ts'

/**
 * A draw from a normal distribution truncated to [0, 1], by inverting its distribution function in logarithms: exact even
 * where the interval lies many deviations away.
 *
 * @param u uniform in [0, 1)
 */
export function drawTruncated(mean: number, deviation: number, u: number): number {
  const low = -mean / deviation
  const high = (1 - mean) / deviation
  // Work in the left tail, where logarithms of probabilities are accurate; draw from the other end if the mean lies above.
  const mirrored = low > 0
  const [a, b] = mirrored ? [-high, -low] : [low, high]
  const fraction = mirrored ? 1 - u : u
  const logA = logNormalCdf(a)
  const mass = logNormalMass(a, b)
  const part = Math.log(Math.max(fraction, 1e-300)) + mass
  const larger = Math.max(logA, part)
  const logP = larger + Math.log(Math.exp(logA - larger) + Math.exp(part - larger))
  const z = logP >= 0 ? b : normalQuantileOfLog(logP)
  const value = mean + deviation * (mirrored ? -z : z)
  return Math.min(1, Math.max(0, value))
}

/** Log of the share of a normal distribution that lies in [0, 1]. */
export function logMassInside(mean: number, deviation: number): number {
  return logNormalMass(-mean / deviation, (1 - mean) / deviation)
}
