import type { Pruner } from '../pruner.ts'
import type { SearchTrial } from '../trial.ts'
import { bestUpTo, isBetter, lastEpoch, short } from './reports.ts'

export interface PercentilePrunerOptions {
  /** Share of completed trials, in percent, that a trial must be among the best of; 50 is the median rule. */
  readonly percentile: number
  readonly startupTrials: number
  readonly warmupEpochs: number
  readonly minTrials: number
}

/**
 * Stops a trial whose best value so far is worse than the given percentile of what completed trials reported at the same
 * epoch: 25 keeps only those that would be in the best quarter. Otherwise like the median rule: see `median.ts`.
 *
 * @see Golovin et al., Google Vizier, KDD 2017, of whose median rule this is the general form. Percentiles interpolate.
 */
export function percentilePruner(options: Partial<PercentilePrunerOptions> = {}): Pruner {
  const { percentile = 25, startupTrials = 5, warmupEpochs = 3, minTrials = 5 } = options
  return {
    name: 'percentile',
    decide(trial, history, direction) {
      const epoch = lastEpoch(trial)
      if (epoch === 0 || epoch <= warmupEpochs) return { stop: false }
      const completed = history.filter((other) => other.state === 'complete' && other.number !== trial.number)
      if (completed.length < startupTrials) return { stop: false }
      const peers = completed.map((other) => valueAt(other, epoch)).filter((value) => !Number.isNaN(value))
      if (peers.length < minTrials || peers.length === 0) return { stop: false }
      const best = bestUpTo(trial, epoch, direction) ?? Number.NaN
      if (Number.isNaN(best))
        return { stop: true, because: `At epoch ${epoch} it has reported nothing but values that are no numbers.` }
      const bestFirst = peers.sort((a, b) => (direction === 'minimise' ? a - b : b - a))
      const limit = quantile(bestFirst, percentile / 100)
      if (!isBetter(limit, best, direction)) return { stop: false }
      const what = percentile === 50 ? 'the median' : `the best ${short(percentile)} %`
      return {
        stop: true,
        because: `At epoch ${epoch} its best value, ${short(best)}, was worse than ${what} of ${peers.length} completed trials, ${short(limit)}.`,
      }
    },
  }
}

function valueAt(trial: SearchTrial, epoch: number): number {
  return trial.intermediate.find(([at]) => at === epoch)?.[1] ?? Number.NaN
}

/** Between two neighbours by straight line; exactly the value where both are equal, infinities included. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const lower = sorted[Math.floor(place)] as number
  const upper = sorted[Math.ceil(place)] as number
  return lower === upper ? lower : lower + (place - Math.floor(place)) * (upper - lower)
}
