import { createRandom, shuffle } from '../random.ts'
import type { Splitter } from './rows.ts'
import { divide, heldCount, streams } from './rows.ts'

/** Splits rows by chance alone. Fold sizes differ by at most one row. */
export const randomSplitter: Splitter = {
  holdOut(rows, share, seed, purpose) {
    const drawn = shuffle(rows.slice(), createRandom(seed, streams[purpose])).subarray(0, heldCount(rows.length, share))
    const held = new Set(drawn)
    return divide(rows, (row) => held.has(row))
  },
  fold(rows, folds, fold, seed) {
    const drawn = shuffle(rows.slice(), createRandom(seed, streams.folds)).filter((_, place) => place % folds === fold)
    const held = new Set(drawn)
    return divide(rows, (row) => held.has(row))
  },
}
