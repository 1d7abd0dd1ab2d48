import type { ParameterValue } from '../../../preload/contract/types.ts'
import type { AxisScale } from '../../state/look.ts'
import { decades, evenTicks } from '../ticks.ts'
import type { ParallelAxis } from './axis.ts'

interface Range {
  readonly low: number
  readonly high: number
  readonly scale: AxisScale
  readonly whole: boolean
  /** Values of the trials: places by rank. */
  readonly values: readonly number[]
}

interface Places {
  position(value: ParameterValue): number
  value(position: number): number
  /** Values worth a tick. */
  readonly marks: readonly number[]
}

const clamp = (position: number) => Math.min(1, Math.max(0, position))

/** Where numbers stand on an axis and what stands at a place, by value, logarithm or rank among the trials. */
export function numberPlaces({ low, high, scale, whole, values }: Range): Places {
  if (scale === 'rank' && values.length > 1) return rankPlaces(values)
  const log = scale === 'log' && low > 0
  const place = (value: number) => (log ? Math.log(value) : value)
  const [from, to] = [place(low), place(high)]
  const span = to - from || 1
  return {
    position: (value) => clamp((place(Number(value)) - from) / span),
    // The ends exactly: a brush over the whole axis leaves nothing out by rounding.
    value: (at) => (at <= 0 ? low : at >= 1 ? high : log ? Math.exp(from + at * (to - from)) : from + at * (to - from)),
    marks: log ? decades(low, high) : evenTicks(low, high, whole),
  }
}

/** By rank: equal values stand at the middle of their ranks, others between by interpolation. */
function rankPlaces(values: readonly number[]): Places {
  const sorted = Float64Array.from(values).sort()
  const last = sorted.length - 1
  const at = (share: number) => sorted[Math.min(last, Math.max(0, Math.round(share * last)))] as number
  const position = (value: ParameterValue) => {
    const below = lowerBound(sorted, Number(value))
    const above = upperBound(sorted, Number(value))
    return clamp((below + Math.max(below, above - 1)) / 2 / last)
  }
  return {
    position,
    value: (share) => at(clamp(share)),
    marks: [...new Set([0, 0.25, 0.5, 0.75, 1].map(at))],
  }
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The same axis upside down; the place of what is missing stays below. */
export function flippedAxis(axis: ParallelAxis): ParallelAxis {
  return {
    ...axis,
    position: (value) => 1 - axis.position(value),
    value: (position) => axis.value(1 - position),
    choices: axis.choices.toReversed(),
    ticks: axis.ticks.map(({ position, label }) => ({ position: 1 - position, label })),
  }
}
