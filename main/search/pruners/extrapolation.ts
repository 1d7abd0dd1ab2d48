import { forecast } from '../curves/forecast.ts'
import type { Pruner } from '../pruner.ts'
import { randomStream } from '../random/stream.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { bestUpTo, isBetter, lastEpoch, longestTraining, short } from './reports.ts'

export interface ExtrapolationPrunerOptions {
  /** Epochs of a full training; 0: as many as the longest completed trial. */
  readonly maxEpochs: number
  /** No trial is stopped before this share of a full training. */
  readonly earliest: number
  /** A trial is stopped when the chance to beat the best is below this. */
  readonly chance: number
}

const leastPoints = 6
const draws = 40

/**
 * Stops a trial whose learning curve, extrapolated to the end of a full training, is unlikely to beat the best completed
 * trial. The forecast is an ensemble of parametric curves with bootstrapped residuals (curves/forecast.ts); its draws
 * depend on the trial's number and epoch alone.
 *
 * @see Domhan et al. 2015. More careful, as some curves follow no family (LCDB 1.1, arXiv 2505.15657): never before a
 *      quarter of a full training, never while the trial itself leads.
 */
export function extrapolationPruner(options: Partial<ExtrapolationPrunerOptions> = {}): Pruner {
  const { maxEpochs = 0, earliest = 0.25, chance = 0.05 } = options
  return {
    name: 'extrapolation',
    decide(trial, history, direction) {
      const end = maxEpochs > 0 ? maxEpochs : longestTraining(history)
      const epoch = lastEpoch(trial)
      const target = bestCompleted(trial, history, direction)
      const reached = bestUpTo(trial, epoch, direction)
      if (target === undefined || reached === undefined || epoch >= end || epoch < earliest * end)
        return { stop: false }
      if (Number.isNaN(reached) && epoch >= leastPoints) return { stop: true, because: 'It never reported a number.' }
      const points = trial.intermediate.filter(([, value]) => Number.isFinite(value))
      if (points.length < leastPoints || !isBetter(target, reached, direction)) return { stop: false }
      const sign = direction === 'minimise' ? 1 : -1
      const curve = { epochs: points.map(([at]) => at), values: points.map(([, value]) => sign * value) }
      const ends = forecast(curve, end, draws, randomStream(0, trial.number * 100_003 + epoch, 'extrapolation'))
      const winning = ends.filter((value) => value < sign * target).length
      if (winning > chance * draws) return { stop: false }
      const middle = [...ends].sort((a, b) => a - b)[draws / 2] as number
      return {
        stop: true,
        because:
          `From epoch ${epoch} its curve leads to about ${short(sign * middle)} at epoch ${end}; ` +
          `in ${winning} of ${draws} forecasts it would beat the best, ${short(target)}.`,
      }
    },
  }
}

/** The best value that a completed trial, other than this one, reported at any epoch. */
function bestCompleted(trial: SearchTrial, history: readonly SearchTrial[], direction: Direction): number | undefined {
  let best: number | undefined
  for (const other of history) {
    if (other.state !== 'complete' || other.number === trial.number) continue
    const value = bestUpTo(other, Number.POSITIVE_INFINITY, direction)
    if (value !== undefined && Number.isFinite(value) && (best === undefined || isBetter(value, best, direction)))
      best = value
  }
  return best
}
