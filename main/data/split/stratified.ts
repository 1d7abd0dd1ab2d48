import { DataError } from '../errors.ts'
import { createRandom, shuffle } from '../random.ts'
import type { Purpose, Splitter } from './rows.ts'
import { divide, heldCount, streams } from './rows.ts'

/** Which stratum each row of the dataset is in, and what to call it in a message. */
export interface Strata {
  readonly of: ArrayLike<number>
  readonly name: (stratum: number) => string
}

/**
 * Splits rows so that every part has the same mix of classes: of each class the held-out part gets its share to within one
 * row, and in k folds the counts of a class differ by at most one. Every class has at least one row in each part.
 *
 * Regression has no classes: there the strata are fifths of the target, see `targetFifths`.
 *
 * @throws DataError class-too-small if a class has fewer rows than parts
 */
export function stratifiedSplitter(strata: Strata): Splitter {
  return {
    holdOut(rows, share, seed, purpose) {
      const groups = shuffledStrata(rows, strata, seed, streams[purpose])
      for (const [stratum, members] of groups) requireHoldOut(strata, stratum, members.length, purpose)
      const quotas = shareOut(
        [...groups.values()].map((members) => members.length),
        heldCount(rows.length, share),
        share,
      )
      const held = new Set([...groups.values()].flatMap((members, place) => [...members.subarray(0, quotas[place])]))
      return divide(rows, (row) => held.has(row))
    },
    fold(rows, folds, fold, seed) {
      const groups = shuffledStrata(rows, strata, seed, streams.folds)
      for (const [stratum, members] of groups) requireFolds(strata, stratum, members.length, folds)
      const held = new Set<number>()
      // Dealing goes on where the last class stopped, so that the folds' sizes differ by at most one row as well.
      let dealt = 0
      for (const members of groups.values()) for (const row of members) if (dealt++ % folds === fold) held.add(row)
      return divide(rows, (row) => held.has(row))
    },
  }
}

/**
 * How many rows each stratum holds out so that the total is `total`: its exact share rounded down or up, the largest
 * remainders up first, at least 1 and at most all but 1. The total gives way where these bounds do not allow it.
 */
function shareOut(sizes: readonly number[], total: number, share: number): number[] {
  const quotas = sizes.map((size) => Math.min(size - 1, Math.max(1, Math.floor(size * share))))
  const byRemainder = sizes.map((size, place) => ({ place, remainder: size * share - (quotas[place] as number) }))
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.place - b.place)
  let missing = total - quotas.reduce((sum, quota) => sum + quota, 0)
  for (const { place, remainder } of byRemainder) {
    if (missing <= 0 || remainder <= 0) break
    if ((quotas[place] as number) >= (sizes[place] as number) - 1) continue
    quotas[place] = (quotas[place] as number) + 1
    missing--
  }
  return quotas
}

/** The rows of each stratum in random order, strata ascending. */
function shuffledStrata(rows: Int32Array, strata: Strata, seed: number, stream: number): Map<number, Int32Array> {
  const members = new Map<number, number[]>()
  for (const row of rows) {
    const stratum = strata.of[row] as number
    const known = members.get(stratum)
    if (known) known.push(row)
    else members.set(stratum, [row])
  }
  const random = createRandom(seed, stream)
  const ascending = [...members].sort(([a], [b]) => a - b)
  return new Map(ascending.map(([stratum, list]) => [stratum, shuffle(Int32Array.from(list), random)]))
}

function requireHoldOut(strata: Strata, stratum: number, count: number, purpose: Purpose): void {
  const needed = purpose === 'sealed' ? 3 : 2
  if (count >= needed) return
  const parts = purpose === 'sealed' ? 'training, validation and the sealed test set' : 'training and validation'
  throw new DataError(
    'class-too-small',
    `${strata.name(stratum)} has ${count === 1 ? 'only 1 row' : `only ${count} rows`}; ${parts} need one each. ` +
      `Add rows, leave this class out, or split at random.`,
  )
}

function requireFolds(strata: Strata, stratum: number, count: number, folds: number): void {
  if (count >= folds) return
  throw new DataError(
    'class-too-small',
    `${strata.name(stratum)} has ${count} rows outside the sealed test set; ${folds} folds need at least ${folds}. ` +
      `Use ${count >= 2 ? `${count} folds` : 'more rows'}, leave this class out, or split at random.`,
  )
}

/** Strata for a numeric target: which fifth of the given rows its value falls in; equal values fall in one fifth. */
export function targetFifths(targets: ArrayLike<number>, rows: Int32Array): Int32Array {
  const sorted = Float64Array.from(rows, (row) => targets[row] as number).sort()
  const bounds = [1, 2, 3, 4].map((fifth) => sorted[Math.floor((sorted.length * fifth) / 5)] as number)
  return Int32Array.from(targets, (value) => bounds.filter((bound) => value >= bound).length)
}
