import { logNormalMass } from '../numerics/normal.ts'
import type { Random } from '../random/stream.ts'
import type { Layout } from '../space/layout.ts'
import { bandwidths } from './bandwidths.ts'
import { drawTruncated, logMassInside } from './truncated-normal.ts'

/** A trial as the estimator sees it: its canonical point, which axes were active, and its weight. */
export interface Kernel {
  readonly point: Float64Array
  readonly active: Uint8Array
  readonly weight: number
}

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI)

/**
 * A mixture of products over a conditional space: one component per trial and one for the prior. On each axis a component
 * is a normal distribution truncated to [0, 1] (its mass in the cell, for discrete values), for choices a distribution that
 * prefers the trial's own; where the trial had no such parameter it is uniform. So a trial from another branch of the tree
 * still speaks of what both share, and only of that.
 *
 * @see Bergstra et al. 2011, section 4, for the one-dimensional estimator
 */
export class ParzenEstimator {
  private readonly layout: Layout
  private readonly kernels: readonly Kernel[]
  /** Log weights of the trials' components, then of the prior's. */
  private readonly logWeights: Float64Array
  private readonly cumulative: Float64Array
  /** By component and axis: mean, deviation, and log normalisation of the truncated normal. */
  private readonly means: Float64Array
  private readonly deviations: Float64Array
  private readonly logNorms: Float64Array
  /** Log density at the mean. */
  private readonly logPeaks: Float64Array

  constructor(layout: Layout, kernels: readonly Kernel[], priorWeight = 1) {
    const d = layout.axes.length
    const m = kernels.length
    this.layout = layout
    this.kernels = kernels
    const total = kernels.reduce((sum, { weight }) => sum + weight, priorWeight)
    const shares = [...kernels.map(({ weight }) => weight / total), priorWeight / total]
    this.logWeights = Float64Array.from(shares, Math.log)
    let sum = 0
    this.cumulative = Float64Array.from(shares, (share) => (sum += share))
    this.means = new Float64Array((m + 1) * d).fill(0.5)
    this.deviations = new Float64Array((m + 1) * d).fill(1)
    this.logNorms = new Float64Array((m + 1) * d)
    this.logPeaks = new Float64Array((m + 1) * d)
    for (const [k, axis] of layout.axes.entries()) {
      if (axis.kind === 'categorical') continue
      const members = [...kernels.keys()].filter((i) => kernels[i]?.active[k] === 1)
      const centres = Float64Array.from(members, (i) => kernels[i]?.point[k] as number)
      const widths = bandwidths(centres)
      for (const [order, i] of members.entries()) {
        this.means[i * d + k] = centres[order] as number
        this.deviations[i * d + k] = widths[order] as number
      }
      for (let i = 0; i <= m; i++) {
        const at = i * d + k
        const deviation = this.deviations[at] as number
        this.logNorms[at] = logMassInside(this.means[at] as number, deviation)
        this.logPeaks[at] = -LOG_SQRT_2PI - Math.log(deviation) - (this.logNorms[at] as number)
      }
    }
  }

  /**
   * A canonical point drawn from the mixture, and which axes are active in it.
   *
   * @param narrowing factor on all bandwidths for this draw
   */
  draw(random: Random, narrowing: number): { point: Float64Array; active: Uint8Array } {
    const { layout } = this
    const d = layout.axes.length
    const u = random.uniform()
    let component = 0
    while (component < this.kernels.length && u >= (this.cumulative[component] as number)) component++
    const kernel = this.kernels[component]
    const point = new Float64Array(d)
    for (const [k, axis] of layout.axes.entries()) {
      const uniform = random.uniform()
      if (kernel && kernel.active[k] === 0) point[k] = uniform
      else if (axis.kind === 'categorical')
        point[k] = kernel ? this.drawChoice(kernel, k, axis.count, uniform) : uniform
      else {
        const at = component * d + k
        const factor = kernel ? narrowing : 1
        point[k] = drawTruncated(this.means[at] as number, factor * (this.deviations[at] as number), uniform)
      }
    }
    const active = new Uint8Array(d)
    layout.canonicalise(point, active)
    return { point, active }
  }

  private drawChoice(kernel: Kernel, k: number, count: number, u: number): number {
    const own = this.ownShare(count)
    const centre = kernel.point[k] as number
    return u < own ? centre : (u - own) / (1 - own)
  }

  /** Chance that a component takes its own choice for certain; otherwise all choices are equal. */
  private ownShare(count: number): number {
    const others = count / (this.kernels.length + 1)
    return 1 / (1 + others)
  }

  /** Log density (for discrete axes: probability) of a canonical point, over its active axes. O(components x axes). */
  logDensity(point: Float64Array, active: Uint8Array): number {
    const { layout, kernels } = this
    const m = kernels.length
    const d = layout.axes.length
    const terms = this.logWeights.slice()
    for (const [k, axis] of layout.axes.entries()) {
      if (active[k] !== 1) continue
      const u = point[k] as number
      if (axis.kind === 'categorical') {
        const other = -Math.log(axis.count)
        const own = this.ownShare(axis.count)
        const same = Math.log(own + (1 - own) / axis.count)
        const different = Math.log((1 - own) / axis.count)
        for (let i = 0; i < m; i++) {
          const kernel = kernels[i] as Kernel
          const term = kernel.active[k] === 1 ? (kernel.point[k] === u ? same : different) : other
          terms[i] = (terms[i] as number) + term
        }
        terms[m] = (terms[m] as number) + other
        continue
      }
      const [low, high] = axis.edges(axis.index(u))
      const width = high - low
      const logWidth = width > 0 ? Math.log(width) : 0
      for (let i = 0; i <= m; i++) {
        const kernel = kernels[i]
        if (kernel && kernel.active[k] === 0) {
          terms[i] = (terms[i] as number) + logWidth
          continue
        }
        const at = i * d + k
        const mean = this.means[at] as number
        const deviation = this.deviations[at] as number
        // The density at the middle stands for a narrow cell.
        if (width < 0.15 * deviation) {
          const z = (u - mean) / deviation
          terms[i] = (terms[i] as number) - 0.5 * z * z + (this.logPeaks[at] as number) + logWidth
        } else
          terms[i] =
            (terms[i] as number) +
            logNormalMass((low - mean) / deviation, (high - mean) / deviation) -
            (this.logNorms[at] as number)
      }
    }
    return logSumExp(terms)
  }
}

function logSumExp(terms: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const term of terms) if (term > largest) largest = term
  if (largest === Number.NEGATIVE_INFINITY) return largest
  let sum = 0
  for (const term of terms) sum += Math.exp(term - largest)
  return largest + Math.log(sum)
}
