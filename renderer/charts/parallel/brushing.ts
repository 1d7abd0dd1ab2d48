/** Brushing by pointer, on positions along an axis: what is taken hold of, and what a drag makes of it. */

export type Interval = readonly [low: number, high: number]

export interface Grip {
  /** An end, the whole interval, or a new one. */
  readonly part: 'low' | 'high' | 'whole' | 'new'
  /** Which interval; of a new one: where it will stand. */
  readonly at: number
}

/** What lies under a position: ends within `tolerance` first, then the inside of an interval. */
export function gripAt(intervals: readonly Interval[], position: number, tolerance: number): Grip {
  for (const [at, [low, high]] of intervals.entries()) {
    if (Math.abs(position - high) <= tolerance) return { part: 'high', at }
    if (Math.abs(position - low) <= tolerance) return { part: 'low', at }
  }
  const inside = intervals.findIndex(([low, high]) => position > low && position < high)
  return inside === -1 ? { part: 'new', at: intervals.length } : { part: 'whole', at: inside }
}

/**
 * The intervals after a drag from one position to another.
 * @param lowest  end of the axis; the other is 1. Ends stop there, a whole interval keeps its length.
 */
export function dragged(
  intervals: readonly Interval[],
  grip: Grip,
  from: number,
  to: number,
  lowest: number,
): readonly Interval[] {
  const clamp = (position: number) => Math.min(1, Math.max(lowest, position))
  if (grip.part === 'new') return [...intervals, ordered(clamp(from), clamp(to))]
  return intervals.map((interval, at) => {
    if (at !== grip.at) return interval
    const [low, high] = interval
    if (grip.part === 'low') return ordered(clamp(to), high)
    if (grip.part === 'high') return ordered(low, clamp(to))
    const shift = Math.min(1 - high, Math.max(lowest - low, to - from))
    return [low + shift, high + shift]
  })
}

function ordered(a: number, b: number): Interval {
  return a <= b ? [a, b] : [b, a]
}
