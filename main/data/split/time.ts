import { DataError } from '../errors.ts'
import type { Splitter, TwoParts } from './rows.ts'
import { divide, heldCount } from './rows.ts'

/**
 * Splits by time: what is held out comes strictly after what trains; rows of the same moment stay on one side. There is
 * nothing to draw, so the seed does not matter.
 *
 * Folds roll forward: the rows are cut into folds + 1 blocks of about equal size in time order; fold i holds out block
 * i + 1 and trains on all blocks before it. Rows of later blocks are in neither part.
 *
 * @throws DataError impossible-split if there are fewer different moments than parts
 */
export function timeSplitter(column: string, timeOf: ArrayLike<number>): Splitter {
  return {
    holdOut(rows, share, _seed, purpose) {
      const moments = momentsOf(rows, timeOf)
      requireMoments(column, moments.length, purpose === 'sealed' ? 3 : 2)
      const first = purpose === 'sealed' ? 2 : 1
      const cut = cutNear(moments, rows.length - heldCount(rows.length, share), first, moments.length - 1)
      return divide(rows, (row) => (timeOf[row] as number) >= cut)
    },
    fold(rows, folds, fold) {
      const moments = momentsOf(rows, timeOf)
      requireMoments(column, moments.length, folds + 1)
      const cuts: number[] = []
      for (let block = 1; block <= folds; block++) {
        const earliest = block === 1 ? 1 : moments.findIndex(({ time }) => time === cuts[block - 2]) + 1
        cuts.push(cutNear(moments, (rows.length * block) / (folds + 1), earliest, moments.length - 1 - (folds - block)))
      }
      return between(rows, timeOf, cuts[fold] as number, cuts[fold + 1] ?? Infinity)
    },
  }
}

interface Moment {
  readonly time: number
  /** Rows before this moment. */
  readonly before: number
}

function momentsOf(rows: Int32Array, timeOf: ArrayLike<number>): Moment[] {
  const times = Float64Array.from(rows, (row) => timeOf[row] as number).sort()
  const moments: Moment[] = []
  times.forEach((time, before) => {
    if (before === 0 || time !== times[before - 1]) moments.push({ time, before })
  })
  return moments
}

/** The moment, among those numbered from `earliest` to `latest`, with as nearly `wanted` rows before it as possible. */
function cutNear(moments: readonly Moment[], wanted: number, earliest: number, latest: number): number {
  const candidates = moments.slice(earliest, latest + 1)
  const nearest = candidates.reduce((best, moment) =>
    Math.abs(moment.before - wanted) < Math.abs(best.before - wanted) ? moment : best,
  )
  return nearest.time
}

function between(rows: Int32Array, timeOf: ArrayLike<number>, from: number, until: number): TwoParts {
  const known = rows.filter((row) => (timeOf[row] as number) < until)
  return divide(known, (row) => (timeOf[row] as number) >= from)
}

function requireMoments(column: string, count: number, needed: number): void {
  if (count >= needed) return
  throw new DataError(
    'impossible-split',
    `The column ${column} has ${count === 1 ? 'only 1 moment' : `only ${count} different moments`}; this split by time needs ` +
      `at least ${needed}. Choose another column or fewer folds.`,
  )
}
