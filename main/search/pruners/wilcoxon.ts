import type { Decision, Pruner } from '../pruner.ts'
import { signedRankPositive } from '../statistics/signed-rank.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { isBetter, short } from './reports.ts'

export interface WilcoxonOptions {
  /** A trial is stopped when its folds would be so much worse by chance with at most this probability. */
  readonly level: number
  /** Folds in common with the best trial before the first test. */
  readonly minFolds: number
}

/**
 * Races trials over folds and repeats: each time one has ended, the trial's folds are compared with the same ones of the
 * best complete trial by Wilcoxon's signed-rank test, and it stops once they are worse beyond doubt. A trial whose mean over
 * these folds is not worse goes on whatever the ranks say. Both must have been scored on the same rows, so splits are fixed,
 * or reshuffled for each repeat, never for each trial.
 *
 * It looks as often as there are folds left, and would stop too much at the same level each time; so each look has its share
 * of `level` (Bonferroni), which is stricter than Pocock's limits and needs no table. With few folds ranks cannot be
 * extreme: at 0.1 no trial is stopped before the fourth. Values that are no numbers are left out. Trial 0, the
 * baseline, never stops.
 *
 * @see Birattari et al. 2002, A racing algorithm for configuring metaheuristics (GECCO): F-Race, which races over instances.
 *      Folds as instances, and the exception for the better mean, as in Optuna's WilcoxonPruner, which does not correct for
 *      looking again.
 */
export function wilcoxonPruner(options: Partial<WilcoxonOptions> = {}): Pruner {
  const { level = 0.1, minFolds = 3 } = options
  const decideByFolds = (
    { number, folds = [] }: SearchTrial,
    history: readonly SearchTrial[],
    directions: readonly Direction[],
  ): Decision => {
    const direction = directions[0] as Direction
    const best = bestComplete(number, history, direction)
    if (number === 0 || best?.folds === undefined || directions.length > 1) return { stop: false }
    const theirs = best.folds
    const sign = direction === 'minimise' ? 1 : -1
    const worse = folds.flatMap((value, fold) => {
      const other = theirs[fold]
      return Number.isFinite(value) && other !== undefined && Number.isFinite(other) ? [sign * (value - other)] : []
    })
    if (worse.length < minFolds) return { stop: false }
    const mean = worse.reduce((sum, difference) => sum + difference, 0) / worse.length
    const p = signedRankPositive(worse)
    const looks = Math.max(1, theirs.length - Math.max(minFolds, leastFolds(level)))
    if (mean <= 0 || p > level / looks) return { stop: false }
    return {
      stop: true,
      because:
        `In ${worse.length} of ${theirs.length} folds it was on average ${short(mean)} worse than the best trial, ${best.number}; ` +
        `ranks like these come by chance with ${short(p)}.`,
    }
  }
  return { name: 'wilcoxon', decide: () => ({ stop: false }), decideByFolds }
}

/** With fewer folds no ranks are extreme enough. */
const leastFolds = (level: number): number => Math.ceil(-Math.log2(level))

function bestComplete(number: number, history: readonly SearchTrial[], direction: Direction): SearchTrial | undefined {
  let best: SearchTrial | undefined
  for (const trial of history) {
    const value = trial.state === 'complete' && trial.number !== number ? trial.values?.[0] : undefined
    if (value !== undefined && (best === undefined || isBetter(value, best.values?.[0] as number, direction)))
      best = trial
  }
  return best
}
