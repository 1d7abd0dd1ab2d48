import type { Pruner } from '../pruner.ts'
import { percentilePruner, type PercentilePrunerOptions } from './percentile.ts'

/** See `PercentilePrunerOptions`. */
export type MedianPrunerOptions = Omit<PercentilePrunerOptions, 'percentile'>

/**
 * Median stopping rule: stop a trial whose best value so far is worse than the median of what completed trials reported
 * at the same epoch.
 *
 * `decide(trial, history, direction)`: `trial.intermediate` is [epoch, value][], epochs from 1, ascending, gaps allowed;
 * of `history` only `complete` trials count, the trial itself never.
 *
 * Never stops before `startupTrials` (default 5) have completed, nor up to `warmupEpochs` (default 3), nor where fewer than
 * `minTrials` (default 5) reported this epoch. NaN is worse than any number: a trial with nothing else is stopped; in the
 * history it is left out. A tie does not stop. O(completed trials).
 *
 * @see Golovin et al., Google Vizier, KDD 2017, median stopping rule. There: median of running averages. Here: of the
 *      values at the same epoch. Defaults are more patient than usual, as networks often start slowly.
 */
export function medianPruner(options: Partial<MedianPrunerOptions> = {}): Pruner {
  return { ...percentilePruner({ ...options, percentile: 50 }), name: 'median' }
}
