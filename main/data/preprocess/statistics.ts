import type { Scale } from './fitted-columns.ts'
import type { Scaling } from './options.ts'

/** Mean and population standard deviation, in two passes; 0 and 0 of nothing. */
export function meanAndDeviation(values: Float64Array): { mean: number; deviation: number } {
  if (values.length === 0) return { mean: 0, deviation: 0 }
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return { mean, deviation: Math.sqrt(squares / values.length) }
}

/** Quantile by linear interpolation between order statistics (R type 7, numpy's default). `sorted` must not be empty. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] as number
  const above = sorted[Math.ceil(place)] as number
  return below + (above - below) * (place - Math.floor(place))
}

/** The quantile of unsorted values, in expected linear time; reorders them. `values` must not be empty. */
export function quantileOf(values: Float64Array, share: number): number {
  const place = (values.length - 1) * share
  const lower = Math.floor(place)
  const below = select(values, lower)
  if (lower === place) return below
  let above = Infinity
  for (let at = lower + 1; at < values.length; at++) above = Math.min(above, values[at] as number)
  return below + (above - below) * (place - lower)
}

/** The value at place `k` if the array were sorted; moves smaller values before it, larger ones after. Hoare's quickselect. */
function select(values: Float64Array, k: number): number {
  let [left, right] = [0, values.length - 1]
  while (left < right) {
    const pivot = medianOfThree(values[left] as number, values[(left + right) >> 1] as number, values[right] as number)
    let [low, high] = [left, right]
    while (low <= high) {
      while ((values[low] as number) < pivot) low++
      while ((values[high] as number) > pivot) high--
      if (low > high) break
      const kept = values[low] as number
      values[low++] = values[high] as number
      values[high--] = kept
    }
    if (k <= high) right = high
    else if (k >= low) left = low
    else break
  }
  return values[k] as number
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

/** The commonest value, the smallest of equals; 0 of nothing. `sorted` is ascending. */
export function mostFrequent(sorted: Float64Array): number {
  let [best, bestCount, start] = [sorted[0] ?? 0, 0, 0]
  for (let end = 1; end <= sorted.length; end++) {
    if (end < sorted.length && sorted[end] === sorted[start]) continue
    if (end - start > bestCount) [best, bestCount] = [sorted[start] as number, end - start]
    start = end
  }
  return best
}

/** Centre and scale of present values. Without spread, beyond what rounding makes, the scale is 1. */
export function fitScale(values: Float64Array, scaling: Scaling): Scale {
  if (scaling === 'none' || values.length === 0) return { centre: 0, scale: 1 }
  if (scaling === 'standardise') {
    const { mean, deviation } = meanAndDeviation(values)
    return spreadAround(mean, deviation)
  }
  const copy = Float64Array.from(values)
  const at = (share: number) => quantileOf(copy, share)
  if (scaling === 'min-max') return spreadAround(at(0), at(1) - at(0))
  // More than half of the values equal: the quartiles coincide, and the deviation has to serve.
  const range = at(0.75) - at(0.25)
  return spreadAround(at(0.5), range > 0 ? range : meanAndDeviation(values).deviation)
}

/** Adding 0 turns -0, which JSON would not keep, into 0. */
function spreadAround(centre: number, scale: number): Scale {
  const isSpread = scale > 1e-14 * Math.abs(centre) && scale > 1e-30
  return { centre: centre + 0, scale: isSpread ? scale : 1 }
}
