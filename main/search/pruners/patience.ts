import type { Pruner } from '../pruner.ts'
import { isBetter, lastEpoch, short } from './reports.ts'

export interface PatiencePrunerOptions {
  /** Epochs without improvement after which a trial is stopped. */
  readonly patience: number
  /** Only a gain larger than this counts as improvement. */
  readonly minDelta: number
}

/**
 * Stops a trial that has not improved on itself for `patience` epochs, whatever other trials do. NaN is no improvement; a
 * trial that reported nothing but NaN for that long is stopped too.
 */
export function patiencePruner(options: Partial<PatiencePrunerOptions> = {}): Pruner {
  const { patience = 10, minDelta = 0 } = options
  return {
    name: 'patience',
    decide(trial, _history, direction) {
      const margin = direction === 'minimise' ? minDelta : -minDelta
      let best = Number.NaN
      let since = 0
      for (const [epoch, value] of trial.intermediate)
        if (isBetter(value + margin, best, direction)) {
          best = value
          since = epoch
        }
      const idle = lastEpoch(trial) - since
      if (idle < patience || trial.intermediate.length === 0) return { stop: false }
      const record = Number.isNaN(best) ? 'never reported a number' : `has not improved on ${short(best)}`
      return { stop: true, because: `It ${record} for ${idle} epochs.` }
    },
  }
}
