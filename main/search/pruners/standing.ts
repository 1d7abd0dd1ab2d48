import { epsilonNetOrder } from '../pareto/order.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { lossesAt } from './dominance-rungs.ts'
import { lastEpoch } from './reports.ts'

/** Those who have reached a rung. */
export interface Standing {
  /** Best first, ties by number; those that never reported a number are left out. */
  readonly order: readonly SearchTrial[]
  /** Everybody, those without a number included. */
  readonly count: number
}

/** Whether a trial has trained as far as a rung, or as far as it ever will with a result. */
function hasReached(trial: SearchTrial, rung: number): boolean {
  return lastEpoch(trial) >= rung || trial.state === 'complete'
}

/** Whether a trial is yet to come to a rung, by itself. */
export function isOnTheWay(trial: SearchTrial, rung: number): boolean {
  return (trial.state === 'running' || trial.state === 'queued') && !hasReached(trial, rung)
}

/**
 * Ranks those who have reached a rung by their best value up to it; with several objectives by dominance, those of one front
 * by an epsilon net (see `dominance-rungs.ts`). O(n log n), with several objectives O(n^2).
 */
export function standingAt(trials: readonly SearchTrial[], rung: number, directions: readonly Direction[]): Standing {
  const reached = trials.filter((trial) => hasReached(trial, rung))
  const known = reached.flatMap((trial) => {
    const losses = lossesAt(trial, rung, directions) ?? lossesOf(trial, directions)
    return losses && losses.some((loss) => loss !== Number.POSITIVE_INFINITY) ? [{ trial, losses }] : []
  })
  const order =
    directions.length === 1
      ? known.sort((a, b) => (a.losses[0] as number) - (b.losses[0] as number) || a.trial.number - b.trial.number)
      : epsilonNetOrder(known.map(({ losses }) => losses)).map((place) => known[place] as (typeof known)[number])
  return { order: order.map(({ trial }) => trial), count: reached.length }
}

/** Of a trial that ended before it had reported anything. */
function lossesOf({ values }: SearchTrial, directions: readonly Direction[]): number[] | undefined {
  return values && directions.map((direction, k) => (values[k] ?? Number.NaN) * (direction === 'minimise' ? 1 : -1))
}
