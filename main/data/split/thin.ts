import type { SplitSelection } from '../reference.ts'
import { createRandom, shuffle } from '../random.ts'
import { streams } from './rows.ts'

/**
 * A share of the training rows, ascending; at least two. Larger shares of one seed hold the smaller ones. In time order the
 * newest rows stay; otherwise rows are drawn, of each stratum its share to within one row.
 *
 * @param stratumOf class, or fifth of the target, of a row
 */
export function thinRows(
  rows: Int32Array,
  { trainShare: share = 1, by, seed }: Pick<SplitSelection, 'trainShare' | 'by' | 'seed'>,
  stratumOf: (row: number) => number,
  timeOf: ((row: number) => number) | undefined,
): Int32Array {
  if (share >= 1) return rows
  const count = Math.min(rows.length, Math.max(2, Math.round(rows.length * share)))
  const order = by === 'time' && timeOf ? newestFirst(rows, timeOf) : spreadOverStrata(rows, stratumOf, seed)
  return order.slice(0, count).sort()
}

function newestFirst(rows: Int32Array, timeOf: (row: number) => number): Int32Array {
  return rows.slice().sort((a, b) => timeOf(b) - timeOf(a) || b - a)
}

/** An order of which every beginning has nearly the mix of the whole: rows stand by their place within their stratum. */
function spreadOverStrata(rows: Int32Array, stratumOf: (row: number) => number, seed: number): Int32Array {
  const drawn = shuffle(rows.slice(), createRandom(seed, streams.thinning))
  const sizes = new Map<number, number>()
  for (const row of drawn) sizes.set(stratumOf(row), (sizes.get(stratumOf(row)) ?? 0) + 1)
  const seen = new Map<number, number>()
  const placed = Array.from(drawn, (row, index) => {
    const stratum = stratumOf(row)
    const before = seen.get(stratum) ?? 0
    seen.set(stratum, before + 1)
    return { row, place: (before + 0.5) / (sizes.get(stratum) as number), index }
  })
  placed.sort((a, b) => a.place - b.place || a.index - b.index)
  return Int32Array.from(placed, ({ row }) => row)
}
