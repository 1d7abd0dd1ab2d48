import type { Pruner, Resource } from '../pruner.ts'
import type { SearchTrial } from '../trial.ts'
import { decideAtRungsByDominance } from './dominance-rungs.ts'
import { promotingAsha } from './promotion.ts'
import { longestTraining } from './reports.ts'
import { decideAtRungs } from './rungs.ts'

export interface AshaOptions {
  /** Epochs of the first rung; 0: a 27th of a full training, at least 3. */
  readonly minEpochs: number
  /** At each rung 1 in `reduction` goes on, to `reduction` times the epochs. */
  readonly reduction: number
  /** What a full training takes where trials that stop may be promoted later; absent: who stops has ended. */
  readonly promote?: Resource | undefined
}

/**
 * ASHA. With `promote` whoever stops may be promoted later and goes on from where it stopped: see `promotion.ts`. Without,
 * its stopping form: at epochs r, r eta, r eta^2, ... a trial goes on only if it is among the best 1/eta of those that got
 * there so far. Needs no checkpoints and no waiting.
 *
 * Until `reduction` trials have reached a rung none is stopped there. With `minEpochs` 0 nothing is stopped before the
 * first trial has completed, since the length of a full training is taken from the longest completed one. NaN is worse
 * than any number; a trial with nothing else is stopped at its first rung.
 *
 * With several objectives trials rank by dominance: MO-ASHA, see `dominance-rungs.ts`.
 *
 * @see Li et al. 2020, arXiv 1810.05934, and its section on stopping instead of promoting. There: the value at the rung.
 *      Here: the best up to it, as networks keep their best weights.
 */
export function ashaPruner(options: Partial<AshaOptions> = {}): Pruner {
  const { minEpochs = 0, reduction = 3, promote } = options
  if (promote !== undefined)
    return { name: 'asha', ...promotingAsha({ resource: promote, first: minEpochs, reduction }) }
  const firstRung = (history: readonly SearchTrial[]): number | undefined => {
    const full = longestTraining(history)
    if (minEpochs === 0 && full === 0) return undefined
    return minEpochs > 0 ? minEpochs : Math.max(3, Math.round(full / 27))
  }
  return {
    name: 'asha',
    decide(trial, history, direction) {
      const first = firstRung(history)
      return first === undefined
        ? { stop: false }
        : decideAtRungs(trial, history, direction, { first, reduction, eager: false })
    },
    decideByDominance(trial, history, directions) {
      const first = firstRung(history)
      return first === undefined
        ? { stop: false }
        : decideAtRungsByDominance(trial, history, directions, { first, reduction, eager: false })
    },
  }
}
