import type { Layout } from '../space/layout.ts'

/** Normal priors on logarithms, with bounds: one for each lengthscale, then scale, then noise variance. */
export interface Prior {
  readonly mean: Float64Array
  readonly deviation: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Everything that the kernel needs, as logarithms: lengthscales, scale, noise variance. */
export type LogHyperparameters = Float64Array

/**
 * Lengthscales: LogNormal(ln 0.5, 1); with more than ten ordered axes the location moves towards that of Hvarfner et al.
 * 2024 (arXiv 2402.02229), growing with sqrt(dimensions), since in many dimensions functions must be assumed flatter.
 * Categorical axes keep ln 0.5: a longer scale would hide what a choice does. Scale: LogNormal(0, 1), on standardised
 * values. Noise: LogNormal(-5, 1.5) with a floor of 1e-4, or LogNormal(-9, 1.5) with a floor of 1e-6 when the user says
 * that the same configuration always gives the same value.
 */
export function priorOf(layout: Layout, deterministic: boolean): Prior {
  const { axes } = layout
  const ordered = axes.filter((axis) => axis.kind !== 'categorical').length
  const shift = 0.5 * Math.log(Math.max(1, ordered / 10))
  const d = axes.length
  const mean = new Float64Array(d + 2)
  for (const [k, axis] of axes.entries()) mean[k] = Math.log(0.5) + (axis.kind === 'categorical' ? 0 : shift)
  mean[d + 1] = deterministic ? -9 : -5
  const deviation = new Float64Array(d + 2).fill(1)
  deviation[d + 1] = 1.5
  const low = new Float64Array(d + 2).fill(-5)
  const high = new Float64Array(d + 2).fill(7)
  low[d] = -7
  low[d + 1] = Math.log(deterministic ? 1e-6 : 1e-4)
  high[d + 1] = 0
  return { mean, deviation, low, high }
}

/** Where fits begin: at the prior's centre, and at a smooth function with hardly any noise. */
export function startsOf({ mean, low }: Prior): readonly LogHyperparameters[] {
  const d = mean.length - 2
  const smooth = mean.map((centre, k) => (k < d ? centre + 1.5 : k === d ? 1 : (low[k] as number) + 1))
  return [mean, smooth]
}
