import type { Decision, Promotion, Pruner, Resource } from '../pruner.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { hasJustReached } from './reports.ts'
import { rungsBetween } from './rungs.ts'
import { isOnTheWay, standingAt } from './standing.ts'

export interface Ladder {
  readonly resource: Resource
  /** Epochs of the first rung; 0: a 27th of a full training, at least 1. */
  readonly first: number
  /** Of those who reach a rung, the best 1 in `reduction` are promoted. */
  readonly reduction: number
}

/** Epochs after which trials wait, ascending; all below a full training. */
export function rungsOf({ resource: { full }, first, reduction }: Ladder): readonly number[] {
  return rungsBetween(first > 0 ? first : Math.max(1, Math.round(full / 27)), reduction, 0, full - 1)
}

/** How far a trial is, as a sentence begins. */
export function atRung({ unit, full }: Resource, rung: number): string {
  if (unit === 'epochs') return `At epoch ${rung}`
  if (unit === 'folds') return `After ${rung} of ${full} folds`
  return `With ${Math.round((100 * rung) / full)} % of the rows`
}

/** The sentence for a trial that never reported a number: it is never promoted. */
export const diverged = (resource: Resource, rung: number): Decision => ({
  stop: true,
  because: `${atRung(resource, rung)} it has reported nothing but values that are no numbers.`,
})

/**
 * ASHA as its authors define it: whoever reaches a rung waits there, unless it is among the best 1 in `reduction` at that
 * moment. When there is room for a training, the highest rung with somebody who has come to be among its best, and was not
 * promoted yet, lets that one go on; only where there is none does a new trial start. Nobody waits for anybody, and who
 * goes on does so from where it stopped.
 *
 * Trial 0, the baseline, trains to the end and takes nobody's place. Once no further trial is to come to a rung, the best there
 * goes on even where there are fewer than `reduction`, so that a search ends with somebody who has trained to the end. Ranks are by the best value up to the rung, as networks keep their best weights;
 * by dominance with several objectives. O(rungs n log n).
 *
 * @see Li et al. 2020, arXiv 1810.05934, algorithm 2. There a trial that has just reached a rung may have to let another go
 *      first; here it goes on at once, which promotes the same trials.
 */
export function promotingAsha(ladder: Ladder): Pick<Pruner, 'decide' | 'decideByDominance' | 'promote' | 'rungs'> {
  const rungs = rungsOf(ladder)
  const placesOf = (count: number): number => Math.floor(count / ladder.reduction)

  const decide = (trial: SearchTrial, history: readonly SearchTrial[], directions: readonly Direction[]): Decision => {
    if (trial.number === 0) return { stop: false }
    for (const rung of rungs) {
      if (!hasJustReached(trial, rung)) continue
      const peers = history.filter(({ number }) => number !== trial.number && number !== 0)
      const { order, count } = standingAt([...peers, trial], rung, directions)
      const place = order.findIndex(({ number }) => number === trial.number)
      if (place < 0) return diverged(ladder.resource, rung)
      const places = placesOf(count)
      if (place >= places)
        return {
          stop: true,
          rung,
          because: `${atRung(ladder.resource, rung)} it was number ${place + 1} of ${count} trials, of which ${places === 0 ? 'none goes' : `the best ${places} go`} on. It waits there.`,
        }
    }
    return { stop: false }
  }

  const promote = (
    history: readonly SearchTrial[],
    directions: readonly Direction[],
    last: boolean,
  ): Promotion | undefined => {
    const peers = history.filter(({ number }) => number !== 0)
    for (const rung of [...rungs].reverse()) {
      if (!peers.some((trial) => trial.rung === rung)) continue
      const { order, count } = standingAt(peers, rung, directions)
      const nobodyComes = last && !peers.some((trial) => isOnTheWay(trial, rung))
      const places = Math.max(placesOf(count), nobodyComes ? 1 : 0)
      const place = order.slice(0, places).findIndex((trial) => trial.rung === rung)
      if (place >= 0)
        return {
          trial: (order[place] as SearchTrial).number,
          because: `${atRung(ladder.resource, rung)} it is now number ${place + 1} of ${count} trials, of which the best ${places} go on.`,
        }
    }
    return undefined
  }

  return {
    decide: (trial, history, direction) => decide(trial, history, [direction]),
    decideByDominance: decide,
    promote,
    rungs: (number) => (number === 0 ? [] : rungs),
  }
}
