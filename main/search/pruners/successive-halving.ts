import type { Pruner, Resource } from '../pruner.ts'
import type { SearchTrial } from '../trial.ts'
import { waitingBrackets } from './brackets.ts'
import { decideAtRungsByDominance } from './dominance-rungs.ts'
import { hyperbandBrackets, type Bracket } from './hyperband-brackets.ts'
import { longestTraining } from './reports.ts'
import { decideAtRungs } from './rungs.ts'

export interface SuccessiveHalvingOptions {
  /** Epochs of the first rung; 0: a hundredth of a full training, at least 1. */
  readonly minEpochs: number
  readonly reduction: number
  /** Rungs that are left out at the start: higher is gentler. */
  readonly earlyStoppingRate: number
  /** What a full training takes where trials that stop may be promoted later; absent: who stops has ended. */
  readonly promote?: Resource | undefined
}

/**
 * Successive halving. With `promote` it waits: the trials of a bracket go to its first rung, then the best of them to the
 * next, from where they stopped (`brackets.ts`). Without, it is as Optuna applies it: like ASHA, but strict from the first trial on: while fewer than `reduction`
 * trials have reached a rung, only the best of them goes on. Saves more epochs, and stops more good trials by mistake.
 *
 * With `minEpochs` 0 nothing is stopped before the first trial has completed. NaN is worse than any number.
 *
 * @see Jamieson and Talwalkar 2016, arXiv 1502.07943; Li et al. 2020, arXiv 1810.05934, algorithm 2 (early-stopping rate)
 */
export function successiveHalvingPruner(options: Partial<SuccessiveHalvingOptions> = {}): Pruner {
  const { minEpochs = 0, reduction = 4, earlyStoppingRate = 0, promote } = options
  if (promote !== undefined) {
    const least = (minEpochs > 0 ? minEpochs : Math.max(1, promote.full / 27)) * reduction ** earlyStoppingRate
    const { trials, epochs } = hyperbandBrackets(promote.full / least, reduction)[0] as Bracket
    return { name: 'successiveHalving', ...waitingBrackets([{ trials, epochs: epochs * least }], promote, reduction) }
  }
  const firstRung = (history: readonly SearchTrial[]): number | undefined => {
    const full = longestTraining(history)
    if (minEpochs === 0 && full === 0) return undefined
    const base = minEpochs > 0 ? minEpochs : Math.max(1, Math.floor(full / 100))
    return base * reduction ** earlyStoppingRate
  }
  return {
    name: 'successiveHalving',
    decide(trial, history, direction) {
      const first = firstRung(history)
      return first === undefined
        ? { stop: false }
        : decideAtRungs(trial, history, direction, { first, reduction, eager: true })
    },
    decideByDominance(trial, history, directions) {
      const first = firstRung(history)
      return first === undefined
        ? { stop: false }
        : decideAtRungsByDominance(trial, history, directions, { first, reduction, eager: true })
    },
  }
}
