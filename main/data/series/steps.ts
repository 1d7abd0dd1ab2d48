import { DataError } from '../errors.ts'

/** A series on an even axis of steps. */
export interface Steps {
  /** The row of each step; -1 for a step that the data skip. */
  readonly rows: Int32Array
  readonly times: Float64Array
}

/** How long a step is, as the training part shows it. */
export interface StepLength {
  readonly step: number
  /** Whether longer differences are skipped steps; otherwise rows simply follow one another. */
  readonly regular: boolean
}

/** More skipped steps than this share of the rows, and they are no gaps but the rule (weekends, say). */
const mostSkipped = 0.2

/**
 * The commonest difference between neighbouring moments, the smallest of equally common ones; 1 of nothing.
 *
 * @param differences to the next moment, 0 or more
 */
export function stepLength(differences: Float64Array): StepLength {
  const counts = new Map<number, number>()
  for (const exact of differences) {
    // To a millisecond of a day: the same hour twice must give the same difference.
    const difference = Math.round(exact * 86_400_000) / 86_400_000
    counts.set(difference, (counts.get(difference) ?? 0) + 1)
  }
  const [[step] = [1]] = [...counts].filter(([length]) => length > 0).sort(([a, m], [b, n]) => n - m || a - b)
  let skipped = 0
  for (const difference of differences) skipped += skippedWithin(difference, step)
  return { step, regular: skipped <= mostSkipped * differences.length }
}

/**
 * Puts rows on the axis, in the order of time. Rows without a moment are left out.
 *
 * @throws DataError impossible-split if two rows have the same moment
 */
export function stepsOf(title: string, times: ArrayLike<number>, { step, regular }: StepLength): Steps {
  const order = orderByTime(times)
  const rows: number[] = []
  const moments: number[] = []
  for (const row of order) {
    const time = times[row] as number
    const before = moments.at(-1)
    if (before === time)
      throw new DataError(
        'impossible-split',
        `${title} has several rows of the same moment, so that it is no single series. Name a column with the hour of the day, ` +
          `or predict it as a table.`,
      )
    const skipped = before === undefined || !regular ? 0 : skippedWithin(time - before, step)
    for (let number = 1; number <= skipped; number++) {
      rows.push(-1)
      moments.push((before as number) + number * step)
    }
    rows.push(row)
    moments.push(time)
  }
  return { rows: Int32Array.from(rows), times: Float64Array.from(moments) }
}

/** Rows that have a moment, earliest first. */
export function orderByTime(times: ArrayLike<number>): Int32Array {
  const known = Int32Array.from({ length: times.length }, (_, row) => row).filter((row) => !Number.isNaN(times[row]))
  return known.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b)
}

function skippedWithin(difference: number, step: number): number {
  return Math.max(0, Math.round(difference / step) - 1)
}
