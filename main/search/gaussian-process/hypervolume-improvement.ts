import type { Losses } from '../pareto/dominance.ts'
import type { Criterion } from './criterion.ts'
import { logExpectedImprovement, logImprovementSlope } from './log-expected-improvement.ts'
import type { Posterior, Prediction } from './posterior.ts'

/** A vertical strip of what is not dominated yet: first loss from `from` to `to`, second loss up to `ceiling`. */
interface Strip {
  readonly from: number
  readonly to: number
  readonly ceiling: number
}

/**
 * Log of the expected hypervolume improvement in two objectives, exact. What is not dominated yet, up to the reference, is
 * cut into strips; in each the improvement is a product of two independent ones:
 * sum over strips of [EI1(to) - EI1(from)] EI2(ceiling), EI(b) the expected improvement over b. Every term is kept as a
 * logarithm, so that there is a slope to follow where improvement is all but impossible. O(front + n^2).
 *
 * @param front losses that are not dominated by one another, on the scale of the posteriors
 * @param reference worse than what may count, in both objectives
 * @see Emmerich et al. 2011 (CEC) and Yang et al. 2019 (J. Global Optim. 75) for the strips; Ament et al. 2023, arXiv
 *      2310.20708, for the logarithms
 */
export function hypervolumeCriterion(
  posteriors: readonly [Posterior, Posterior],
  front: readonly Losses[],
  reference: Losses,
): Criterion {
  const strips = stripsOf(front, reference)
  const [first, second] = posteriors
  const byMean = [new Float64Array(first.size), new Float64Array(second.size)] as const
  const byVariance = [new Float64Array(first.size), new Float64Array(second.size)] as const
  return {
    value: (features) => logHypervolumeImprovement(strips, first.predict(features), second.predict(features)),
    valueWithSlope(features, slope) {
      const a = first.predictWithGradient(features, byMean[0], byVariance[0])
      const b = second.predictWithGradient(features, byMean[1], byVariance[1])
      const value = logHypervolumeImprovement(strips, a, b)
      const slopes = slopesOf(strips, a, b, value)
      for (let f = 0; f < slope.length; f++)
        slope[f] =
          slopes.mean[0] * (byMean[0][f] as number) +
          slopes.variance[0] * (byVariance[0][f] as number) +
          slopes.mean[1] * (byMean[1][f] as number) +
          slopes.variance[1] * (byVariance[1][f] as number)
      return value
    },
  }
}

/** The strips left of and between the points of a front, and right of it. */
export function stripsOf(front: readonly Losses[], reference: Losses): readonly Strip[] {
  const [right, top] = reference as [number, number]
  const inside = front.filter(([x, y]) => (x as number) < right && (y as number) < top)
  const sorted = [...inside].sort((a, b) => (a[0] as number) - (b[0] as number) || (a[1] as number) - (b[1] as number))
  const strips: Strip[] = []
  let from = Number.NEGATIVE_INFINITY
  let ceiling = top
  for (const [x, y] of sorted as unknown as readonly [number, number][]) {
    if (y >= ceiling) continue
    if (x > from) strips.push({ from, to: x, ceiling })
    from = x
    ceiling = y
  }
  if (right > from) strips.push({ from, to: right, ceiling })
  return strips
}

/** @param strips at least one; predictions on the same scales */
export function logHypervolumeImprovement(strips: readonly Strip[], a: Prediction, b: Prediction): number {
  let highest = Number.NEGATIVE_INFINITY
  const terms = strips.map((strip) => {
    const term = logTerm(strip, a, b)
    highest = Math.max(highest, term)
    return term
  })
  if (highest === Number.NEGATIVE_INFINITY) return -1e300
  return highest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - highest), 0))
}

function logTerm({ from, to, ceiling }: Strip, a: Prediction, b: Prediction): number {
  return (
    logExpectedImprovement(a.mean, a.variance, to) +
    Math.log1p(-lost(from, to, a)) +
    logExpectedImprovement(b.mean, b.variance, ceiling)
  )
}

/** Share of the expected improvement over `to` that is improvement over `from` already; below 1. */
function lost(from: number, to: number, { mean, variance }: Prediction): number {
  if (from === Number.NEGATIVE_INFINITY) return 0
  const difference = logExpectedImprovement(mean, variance, from) - logExpectedImprovement(mean, variance, to)
  return Math.min(1 - 1e-12, Math.exp(difference))
}

/** Derivatives of the log by mean and variance of both predictions. */
function slopesOf(strips: readonly Strip[], a: Prediction, b: Prediction, value: number) {
  const mean: [number, number] = [0, 0]
  const variance: [number, number] = [0, 0]
  for (const strip of strips) {
    const share = Math.exp(logTerm(strip, a, b) - value)
    if (!(share > 0)) continue
    const rho = lost(strip.from, strip.to, a)
    const upper = slopeOf(a, strip.to)
    const lower = rho > 0 ? slopeOf(a, strip.from) : upper
    mean[0] += (share * (upper.mean - rho * lower.mean)) / (1 - rho)
    variance[0] += (share * (upper.variance - rho * lower.variance)) / (1 - rho)
    const other = slopeOf(b, strip.ceiling)
    mean[1] += share * other.mean
    variance[1] += share * other.variance
  }
  return { mean, variance }
}

/** Derivatives of log expected improvement over `best` by mean and variance. */
function slopeOf({ mean, variance }: Prediction, best: number): { mean: number; variance: number } {
  const deviation = Math.sqrt(variance)
  const z = (best - mean) / deviation
  const slope = logImprovementSlope(z)
  return { mean: -slope / deviation, variance: (1 - slope * z) / (2 * variance) }
}
