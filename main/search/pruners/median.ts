import type { Pruner } from '../pruner.ts'
import type { Direction, SearchTrial } from '../trial.ts'

export interface MedianPrunerOptions {
  /** Trials that must have completed before any is stopped. */
  readonly startupTrials: number
  /** No trial is stopped up to this epoch. */
  readonly warmupEpochs: number
  /** Completed trials that must have reported the same epoch. */
  readonly minTrials: number
}

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
  const { startupTrials = 5, warmupEpochs = 3, minTrials = 5 } = options
  return {
    name: 'median',
    decide(trial, history, direction) {
      const epoch = trial.intermediate.at(-1)?.[0]
      if (epoch === undefined || epoch <= warmupEpochs) return { stop: false }
      const completed = history.filter((other) => other.state === 'complete' && other.number !== trial.number)
      if (completed.length < startupTrials) return { stop: false }
      const peers = completed.map((other) => valueAt(other, epoch)).filter((value) => !Number.isNaN(value))
      if (peers.length < minTrials || peers.length === 0) return { stop: false }
      const best = bestSoFar(trial, direction)
      const middle = median(peers)
      if (best === undefined)
        return { stop: true, because: `At epoch ${epoch} it has reported nothing but values that are no numbers.` }
      if (direction === 'minimise' ? best <= middle : best >= middle) return { stop: false }
      return {
        stop: true,
        because: `At epoch ${epoch} its best value, ${short(best)}, was worse than the median of ${peers.length} completed trials, ${short(middle)}.`,
      }
    },
  }
}

function valueAt(trial: SearchTrial, epoch: number): number {
  return trial.intermediate.find(([at]) => at === epoch)?.[1] ?? Number.NaN
}

function bestSoFar(trial: SearchTrial, direction: Direction): number | undefined {
  let best: number | undefined
  for (const [, value] of trial.intermediate)
    if (!Number.isNaN(value) && (best === undefined || (direction === 'minimise' ? value < best : value > best)))
      best = value
  return best
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] as number
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] as number
  return lower === upper ? upper : lower + (upper - lower) / 2
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)))
}
