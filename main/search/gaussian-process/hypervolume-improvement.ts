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
  const terms = logTerms(strips, a, b)
  let highest = Number.NEGATIVE_INFINITY
  for (const { log } of terms) highest = Math.max(highest, log)
  if (highest === Number.NEGATIVE_INFINITY) return -1e300
  return highest + Math.log(terms.reduce((sum, { log }) => sum + Math.exp(log - highest), 0))
}

/**
 * The part of the expected hypervolume improvement that is due to uncertainty, 0 to 1: what would be lost were both means
 * certain.
 */
export function explorationOfFront(strips: readonly Strip[], a: Prediction, b: Prediction): number {
  const certain = strips.reduce((sum, { from, to, ceiling }) => {
    const width = to - Math.max(from, a.mean)
    return width > 0 && ceiling > b.mean ? sum + width * (ceiling - b.mean) : sum
  }, 0)
  if (certain <= 0) return 1
  return Math.max(0, 1 - Math.exp(Math.log(certain) - logHypervolumeImprovement(strips, a, b)))
}

/** What a strip contributes, as a logarithm. */
interface Term {
  readonly log: number
  /** Share of the expected improvement over `to` that is improvement over `from` already; below 1. */
  readonly lost: number
}

/** Each edge between strips is looked at once. */
function logTerms(strips: readonly Strip[], a: Prediction, b: Prediction): Term[] {
  let before = Number.NEGATIVE_INFINITY
  return strips.map(({ to, ceiling }) => {
    const upTo = logExpectedImprovement(a.mean, a.variance, to)
    const lost = Math.min(1 - 1e-12, Math.exp(before - upTo))
    before = upTo
    return { log: upTo + Math.log1p(-lost) + logExpectedImprovement(b.mean, b.variance, ceiling), lost }
  })
}

/** Derivatives of the log by mean and variance of both predictions. */
function slopesOf(strips: readonly Strip[], a: Prediction, b: Prediction, value: number) {
  const mean: [number, number] = [0, 0]
  const variance: [number, number] = [0, 0]
  for (const [index, { log, lost: rho }] of logTerms(strips, a, b).entries()) {
    const share = Math.exp(log - value)
    const strip = strips[index]
    if (!strip || !(share > 0)) continue
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
