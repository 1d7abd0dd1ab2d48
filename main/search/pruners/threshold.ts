import type { Pruner } from '../pruner.ts'
import { lastEpoch, short } from './reports.ts'

export interface ThresholdPrunerOptions {
  /** A value below it stops the trial; minus infinity: never. */
  readonly lower: number
  /** A value above it stops the trial; infinity: never. */
  readonly upper: number
  readonly warmupEpochs: number
}

/** Stops a trial whose newest value lies outside of limits, or is no number: for runs that have diverged. */
export function thresholdPruner(options: Partial<ThresholdPrunerOptions> = {}): Pruner {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, warmupEpochs = 0 } = options
  return {
    name: 'threshold',
    decide(trial) {
      const newest = trial.intermediate.at(-1)
      if (!newest || lastEpoch(trial) <= warmupEpochs) return { stop: false }
      const [epoch, value] = newest
      if (Number.isNaN(value)) return { stop: true, because: `At epoch ${epoch} its value was no number.` }
      if (value < lower)
        return { stop: true, because: `At epoch ${epoch} its value, ${short(value)}, was below ${short(lower)}.` }
      if (value > upper)
        return { stop: true, because: `At epoch ${epoch} its value, ${short(value)}, was above ${short(upper)}.` }
      return { stop: false }
    },
  }
}
