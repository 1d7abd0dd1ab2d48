import type { SearchTrial } from '../trial.ts'

/**
 * A limit on something that is measured of every trial, such as a latency of at most 5 ms: a configuration beyond it is never
 * the best, however good its objective. Unlike a relation of the space, whether it holds is known after a trial only.
 */
export interface OutcomeLimit {
  /** As a person calls it, such as "latency". */
  readonly name: string
  readonly relation: 'atMost' | 'atLeast'
  /** In the unit of what is measured; itself allowed. Finite. */
  readonly bound: number
}

/** Beyond any violation that was measured: what was measured is infinite. */
const BEYOND = 1e150

/**
 * By how much a trial breaks the limits of its study: the sum over limits of the distance beyond the bound, relative to the
 * bound's size (to 1 where the bound is 0). 0 where all are kept. What was not measured is not held against a trial.
 *
 * @param limits index by index what `trial.constraints` measured
 * @see Deb 2000, "An efficient constraint handling method for genetic algorithms", section 3
 */
export function violationOf(limits: readonly OutcomeLimit[], trial: SearchTrial): number {
  let sum = 0
  for (const [k, { relation, bound }] of limits.entries()) {
    const value = trial.constraints?.[k]
    if (value === undefined || Number.isNaN(value)) continue
    const excess = relation === 'atMost' ? value - bound : bound - value
    if (excess > 0) sum += excess / (bound === 0 ? 1 : Math.abs(bound))
  }
  return Math.min(BEYOND, sum)
}

/** Whether a trial keeps every limit, as far as it was measured. */
export function keepsLimits(limits: readonly OutcomeLimit[], trial: SearchTrial): boolean {
  return violationOf(limits, trial) === 0
}
