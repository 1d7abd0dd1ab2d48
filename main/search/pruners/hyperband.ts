import type { Pruner, Resource } from '../pruner.ts'
import { mix } from '../random/stream.ts'
import type { SearchTrial } from '../trial.ts'
import { waitingBrackets } from './brackets.ts'
import { decideAtRungsByDominance } from './dominance-rungs.ts'
import { longestTraining } from './reports.ts'
import type { Bracket } from './hyperband-brackets.ts'
import { hyperbandBrackets } from './hyperband-brackets.ts'
import { decideAtRungs } from './rungs.ts'

export { hyperbandBrackets }
export type { Bracket }

export interface HyperbandOptions {
  /** Epochs of the lowest rung of all; 0: a 27th of a full training with `promote`, else 1. */
  readonly minEpochs: number
  /** Epochs of a full training; 0: as many as the longest completed trial. */
  readonly maxEpochs: number
  readonly reduction: number
  /** What a full training takes where trials that stop may be promoted later; absent: who stops has ended. */
  readonly promote?: Resource | undefined
}

/**
 * Hyperband: several successive halvings side by side, from one that compares after the first epochs to one that never
 * stops a trial, so that curves which start slowly have a chance. A trial belongs to a bracket by its number, as often as
 * the bracket has trials to start, and is compared with trials of its own bracket. Samplers see all brackets.
 *
 * With `maxEpochs` 0 nothing is stopped before the first trial has completed.
 *
 * With `promote` brackets come one after another and wait for their rungs (`brackets.ts`); without, they are asynchronous
 * and who stops has ended.
 *
 * @see Li et al. 2018 (JMLR 18-185)
 */
export function hyperbandPruner(options: Partial<HyperbandOptions> = {}): Pruner {
  const { maxEpochs = 0, reduction = 3, promote } = options
  if (promote !== undefined) {
    const full = maxEpochs > 0 ? maxEpochs : promote.full
    const minEpochs = options.minEpochs || Math.max(1, full / 27)
    const brackets = hyperbandBrackets(full / minEpochs, reduction)
    const inEpochs = brackets.map(({ trials, epochs }) => ({ trials, epochs: epochs * minEpochs }))
    return { name: 'hyperband', ...waitingBrackets(inEpochs, { ...promote, full }, reduction) }
  }
  const minEpochs = options.minEpochs || 1
  /** Undefined where nothing is ever stopped. */
  const ownBracket = (trial: SearchTrial, history: readonly SearchTrial[]) => {
    const full = maxEpochs > 0 ? maxEpochs : longestTraining(history)
    if (full === 0) return undefined
    const brackets = hyperbandBrackets(full / minEpochs, reduction)
    const own = bracketOf(brackets, trial.number)
    const bracket = brackets[own]
    // The last bracket trains everything to the end.
    if (!bracket || own === brackets.length - 1) return undefined
    const peers = history.filter((other) => bracketOf(brackets, other.number) === own)
    const first = Math.max(1, Math.round(bracket.epochs * minEpochs))
    return { peers, rule: { first, reduction, eager: false } }
  }
  return {
    name: 'hyperband',
    decide(trial, history, direction) {
      const own = ownBracket(trial, history)
      return own ? decideAtRungs(trial, own.peers, direction, own.rule) : { stop: false }
    },
    decideByDominance(trial, history, directions) {
      const own = ownBracket(trial, history)
      return own ? decideAtRungsByDominance(trial, own.peers, directions, own.rule) : { stop: false }
    },
  }
}

/** Index of the bracket that a trial number belongs to; shares follow the numbers of trials. */
export function bracketOf(brackets: readonly Bracket[], number: number): number {
  const total = brackets.reduce((sum, { trials }) => sum + trials, 0)
  let place = ((mix(number + 0x51ed270b) >>> 0) / 0x1_0000_0000) * total
  for (const [index, { trials }] of brackets.entries()) {
    if (place < trials) return index
    place -= trials
  }
  return brackets.length - 1
}
