import { normalCdf, normalQuantile } from '../../search/numerics/normal.ts'
import { mean } from './moments.ts'

export interface BootstrapOptions {
  /** From 0 to 1; default 0.95. */
  readonly confidence?: number
  /** Default 2000. */
  readonly resamples?: number
  /** bca corrects bias and skewness; percentile takes the quantiles as they are. */
  readonly method?: 'bca' | 'percentile'
}

/**
 * Bootstrap confidence interval of a statistic of independent values.
 * @param random  uniform from 0 to 1, 1 excluded
 * @returns undefined for fewer than two values; a point where all are equal
 * @see Efron, Better bootstrap confidence intervals, JASA 82, 1987; scipy.stats.bootstrap. O(n (n + resamples)).
 */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  random: () => number,
  { confidence = 0.95, resamples = 2000, method = 'bca' }: BootstrapOptions = {},
): { readonly low: number; readonly high: number } | undefined {
  const count = values.length
  if (count < 2) return undefined
  const drawn = Array.from({ length: resamples }, () =>
    statistic(Array.from(values, () => values[Math.floor(random() * count)]!)),
  ).sort((a, b) => a - b)
  const tail = (1 - confidence) / 2
  const shifted = method === 'bca' ? bcaShift(values, statistic, drawn) : (p: number) => p
  return { low: quantile(drawn, shifted(tail)), high: quantile(drawn, shifted(1 - tail)) }
}

/** Moves a probability by the bias of the resamples and the acceleration that leaving one value out shows. */
function bcaShift(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  drawn: readonly number[],
): (p: number) => number {
  const observed = statistic(values)
  const below = drawn.filter((value) => value < observed).length
  const equal = drawn.filter((value) => value === observed).length
  const share = (below + equal / 2) / drawn.length
  const without = values.map((_, left) => statistic(values.filter((__, index) => index !== left)))
  const middle = mean(without)
  const squares = without.reduce((sum, value) => sum + (middle - value) ** 2, 0)
  // Nothing varies, or all resamples lie on one side: there is nothing to correct by.
  if (squares === 0 || share <= 0 || share >= 1) return (p) => p
  const bias = normalQuantile(share)
  const acceleration = without.reduce((sum, value) => sum + (middle - value) ** 3, 0) / (6 * squares ** 1.5)
  return (p) => {
    const z = bias + normalQuantile(p)
    return normalCdf(bias + z / (1 - acceleration * z))
  }
}

/** Linear interpolation between the sorted values. */
function quantile(sorted: readonly number[], p: number): number {
  const at = Math.min(Math.max(p, 0), 1) * (sorted.length - 1)
  const low = Math.floor(at)
  const next = sorted[Math.min(low + 1, sorted.length - 1)]!
  return sorted[low]! + (at - low) * (next - sorted[low]!)
}
