import { evenTicks } from '../ticks.ts'

/** How a row stands: its colour, and whether it lies on the band of those that share first place. */
export type DotTone = 'chosen' | 'tied' | 'other' | 'reference'

/** One mean with its interval, and, hollow, the value that a search saw. */
export interface Dot {
  readonly name: string
  /** Under or beside the name, short. */
  readonly note: string
  readonly mean: number
  readonly interval?: readonly [low: number, high: number]
  /** The single values behind the mean. */
  readonly values: readonly number[]
  readonly seen?: number
  readonly tone: DotTone
  /** At the right: why this row is of interest. */
  readonly remark: string
}

export interface DotPlotRecord {
  readonly dots: readonly Dot[]
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
  /** Mean of the row that all are compared with. */
  readonly reference: number | undefined
}

/**
 * The range of a dot plot: all means, intervals and seen values of the rows that are compared; what a row of tone
 * `reference` beyond the first needs is granted up to half of that again, and drawn at the edge where it is farther away.
 *
 * @param factor what values are multiplied by on the axis (100 for percent), so that ticks are round there
 */
export function dotPlotRecord(dots: readonly Dot[], factor = 1): DotPlotRecord {
  const reference = dots.find(({ tone }) => tone === 'reference')
  const compared = dots.filter((dot) => dot === reference || dot.tone !== 'reference')
  const ends = compared.flatMap(extentOf)
  let [low, high] = ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)]
  const span = high - low || Math.abs(high) * 0.02 || 1
  const farthest = dots.flatMap(extentOf)
  low = Math.max(Math.min(...farthest, low), low - span / 2)
  high = Math.min(Math.max(...farthest, high), high + span / 2)
  const margin = (high - low || span) * 0.05
  ;[low, high] = [low - margin, high + margin]
  const ticks = evenTicks(low * factor, high * factor).map((tick) => tick / factor)
  return { dots, low, high, ticks: ticks.filter((tick) => tick >= low && tick <= high), reference: reference?.mean }
}

function extentOf({ mean, interval, seen, values }: Dot): number[] {
  return [mean, ...(interval ?? []), ...(seen === undefined ? [] : [seen]), ...values].filter(Number.isFinite)
}

/** Where a value lies along the axis, 0 to 1, and whether it lies beyond an end of it. */
export function placeOf(
  { low, high }: DotPlotRecord,
  value: number,
): { readonly at: number; readonly beyond: boolean } {
  const at = (value - low) / (high - low)
  return { at: Math.min(1, Math.max(0, at)), beyond: at < 0 || at > 1 }
}
