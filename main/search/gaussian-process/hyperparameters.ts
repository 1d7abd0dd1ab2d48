import type { Layout } from '../space/layout.ts'

/** Normal priors on logarithms, with bounds, in the order of `LogHyperparameters`. */
export interface Prior {
  readonly mean: Float64Array
  readonly deviation: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Logarithms of: a lengthscale for each axis, variance of the joint effect, of the single effects, and of the noise. */
export type LogHyperparameters = Float64Array

/** Which effects a model knows: 'joint' alone, or 'single' ones as well. */
export type Effects = 'joint' | 'single'

/**
 * Lengthscales: LogNormal(ln 0.5, 1); with more than ten ordered axes the location moves towards that of Hvarfner et al.
 * 2024 (arXiv 2402.02229), growing with sqrt(dimensions), since in many dimensions functions must be assumed flatter.
 * Categorical axes keep ln 0.5: a longer scale would hide what a choice does. Variances of both effects:
 * LogNormal(0, 1), on standardised values. Noise: LogNormal(-5, 1.5) with a floor of 1e-4, or LogNormal(-9, 1.5) with a
 * floor of 1e-6 when the user says that the same configuration always gives the same value.
 */
export function priorOf(layout: Layout, deterministic: boolean, effects: Effects): Prior {
  const { axes } = layout
  const ordered = axes.filter((axis) => axis.kind !== 'categorical').length
  const shift = 0.5 * Math.log(Math.max(1, ordered / 10))
  const d = axes.length
  const mean = new Float64Array(d + 3)
  for (const [k, axis] of axes.entries()) mean[k] = Math.log(0.5) + (axis.kind === 'categorical' ? 0 : shift)
  mean[d + 2] = deterministic ? -9 : -5
  const deviation = new Float64Array(d + 3).fill(1)
  deviation[d + 2] = 1.5
  const low = new Float64Array(d + 3).fill(-5)
  const high = new Float64Array(d + 3).fill(7)
  low[d] = -9
  low[d + 1] = -9
  low[d + 2] = Math.log(deterministic ? 1e-6 : 1e-4)
  high[d + 2] = 0
  if (effects === 'joint') mean[d + 1] = low[d + 1] = high[d + 1] = -60
  return { mean, deviation, low, high }
}
