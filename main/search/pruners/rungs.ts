import type { Decision } from '../pruner.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { bestUpTo, epochBefore, isBetter, lastEpoch, short } from './reports.ts'

/** Epochs first, first * reduction, first * reduction^2, ... (rounded) that lie after `from` and up to `to`, ascending. */
export function rungsBetween(first: number, reduction: number, from: number, to: number): number[] {
  const rungs: number[] = []
  for (let k = 0, rung = first; rung <= to; k++, rung = Math.round(first * reduction ** k))
    if (rung > from && rung !== rungs.at(-1)) rungs.push(rung)
  return rungs
}

export interface RungRule {
  /** Epochs of the first rung. */
  readonly first: number
  /** Of those who reach a rung, the best 1 in `reduction` go on. */
  readonly reduction: number
  /** While fewer than `reduction` have reached a rung: stop all but the best (true), or none (false). */
  readonly eager: boolean
}

/**
 * Asynchronous successive halving by stopping: a trial whose newest report reaches a rung goes on if its best value up to
 * there is among the best 1 in `reduction` of all that have reached it, itself included, at this moment. Ties go on.
 *
 * @param peers trials to compare with; the trial itself is left out
 */
export function decideAtRungs(
  trial: SearchTrial,
  peers: readonly SearchTrial[],
  direction: Direction,
  { first, reduction, eager }: RungRule,
): Decision {
  for (const rung of rungsBetween(first, reduction, epochBefore(trial), lastEpoch(trial))) {
    const own = bestUpTo(trial, rung, direction) ?? Number.NaN
    if (Number.isNaN(own))
      return { stop: true, because: `At epoch ${rung} it has reported nothing but values that are no numbers.` }
    const others = peers.flatMap((peer) => {
      if (peer.number === trial.number || lastEpoch(peer) < rung) return []
      return bestUpTo(peer, rung, direction) ?? []
    })
    const reached = others.length + 1
    const better = others.filter((value) => isBetter(value, own, direction)).length
    if (reached < reduction && !eager) continue
    const places = Math.max(1, Math.floor(reached / reduction))
    if (better >= places)
      return {
        stop: true,
        because: `At epoch ${rung} its best value, ${short(own)}, was number ${better + 1} of ${reached} trials; the best ${places} go on.`,
      }
  }
  return { stop: false }
}
