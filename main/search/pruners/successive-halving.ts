import type { Pruner } from '../pruner.ts'
import type { SearchTrial } from '../trial.ts'
import { decideAtRungsByDominance } from './dominance-rungs.ts'
import { longestTraining } from './reports.ts'
import { decideAtRungs } from './rungs.ts'

export interface SuccessiveHalvingOptions {
  /** Epochs of the first rung; 0: a hundredth of a full training, at least 1. */
  readonly minEpochs: number
  readonly reduction: number
  /** Rungs that are left out at the start: higher is gentler. */
  readonly earlyStoppingRate: number
}

/**
 * Successive halving as Optuna applies it: like ASHA, but strict from the first trial on: while fewer than `reduction`
 * trials have reached a rung, only the best of them goes on. Saves more epochs, and stops more good trials by mistake.
 *
 * With `minEpochs` 0 nothing is stopped before the first trial has completed. NaN is worse than any number.
 *
 * @see Jamieson and Talwalkar 2016, arXiv 1502.07943; Li et al. 2020, arXiv 1810.05934, algorithm 2 (early-stopping rate)
 */
export function successiveHalvingPruner(options: Partial<SuccessiveHalvingOptions> = {}): Pruner {
  const { minEpochs = 0, reduction = 4, earlyStoppingRate = 0 } = options
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
