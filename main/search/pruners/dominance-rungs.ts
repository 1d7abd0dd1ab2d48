import type { Losses } from '../pareto/dominance.ts'
import { epsilonNetOrder } from '../pareto/order.ts'
import type { Decision } from '../pruner.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { epochBefore, isBetter, lastEpoch } from './reports.ts'
import { rungsBetween, type RungRule } from './rungs.ts'

/**
 * Asynchronous successive halving with several objectives: as `decideAtRungs`, but whoever reaches a rung is ranked by
 * dominance, those of one front by an epsilon net. NaN is worse than any number.
 *
 * @see Schmucker et al. 2021, arXiv 2106.12639 (MO-ASHA), algorithm 1. There: the values at the rung. Here: those of the
 *      epoch up to it that is best by the first objective, as networks keep the weights of that epoch.
 */
export function decideAtRungsByDominance(
  trial: SearchTrial,
  peers: readonly SearchTrial[],
  directions: readonly Direction[],
  { first, reduction, eager }: RungRule,
): Decision {
  for (const rung of rungsBetween(first, reduction, epochBefore(trial), lastEpoch(trial))) {
    const own = lossesAt(trial, rung, directions)
    if (!own || own.every((loss) => loss === Number.POSITIVE_INFINITY))
      return { stop: true, because: `At epoch ${rung} it has reported nothing but values that are no numbers.` }
    const others = peers.flatMap((peer) => {
      if (peer.number === trial.number || lastEpoch(peer) < rung) return []
      const losses = lossesAt(peer, rung, directions)
      return losses ? [losses] : []
    })
    const reached = others.length + 1
    if (reached < reduction && !eager) continue
    const places = Math.max(1, Math.floor(reached / reduction))
    const place = epsilonNetOrder([own, ...others]).indexOf(0)
    if (place >= places)
      return {
        stop: true,
        because: `At epoch ${rung} it was number ${place + 1} of ${reached} trials by all objectives together; the best ${places} go on.`,
      }
  }
  return { stop: false }
}

/** Losses of the epoch up to `epoch` that is best by the first objective; undefined where nothing was reported. */
export function lossesAt(trial: SearchTrial, epoch: number, directions: readonly Direction[]): Losses | undefined {
  const [first] = directions
  let best: number | undefined
  for (const [index, [at, value]] of trial.intermediate.entries()) {
    if (at > epoch) break
    const record = best === undefined ? undefined : trial.intermediate[best]?.[1]
    if (record === undefined || (first && isBetter(value, record, first))) best = index
  }
  if (best === undefined) return undefined
  const values = [trial.intermediate[best]?.[1], ...(trial.others?.[best] ?? [])]
  return directions.map((direction, k) => {
    const value = values[k] ?? Number.NaN
    if (Number.isNaN(value)) return Number.POSITIVE_INFINITY
    return direction === 'minimise' ? value : -value
  })
}
