/** Row numbers of each part, ascending. The parts share no row. */
export interface SplitRows {
  readonly train: Int32Array
  readonly validation: Int32Array
  /** Never given to samplers, pruners or plots; empty if nothing is sealed. */
  readonly sealed: Int32Array
}

/** Two parts that a set of rows falls into. */
export interface TwoParts {
  /** The held-out part: validation or sealed. */
  readonly held: Int32Array
  readonly rest: Int32Array
}

/** Splits rows in two, or into one of k folds; each way of splitting (by class, by group, ...) has both. */
export interface Splitter {
  /** Holds out about `share` of the rows, 0 < share < 1. */
  holdOut(rows: Int32Array, share: number, seed: number, purpose: Purpose): TwoParts
  /** Holds out fold `fold` of `folds`: over all folds each row is held out once (by time: see there). */
  fold(rows: Int32Array, folds: number, fold: number, seed: number): TwoParts
}

export type Purpose = 'validation' | 'sealed'

/** Streams of random numbers that one seed is used for. */
export const streams = { validation: 1, sealed: 2, folds: 3, windows: 4, thinning: 5 } as const

/** `rows`, which are ascending, in two parts, which are ascending as well. */
export function divide(rows: Int32Array, isHeld: (row: number) => boolean): TwoParts {
  return { held: rows.filter((row) => isHeld(row)), rest: rows.filter((row) => !isHeld(row)) }
}

/** How many of `count` rows a share holds out: rounded, at least one, and at least one is left. */
export function heldCount(count: number, share: number): number {
  return Math.min(count - 1, Math.max(1, Math.round(count * share)))
}
