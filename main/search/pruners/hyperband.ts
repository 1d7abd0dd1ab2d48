import type { Pruner } from '../pruner.ts'
import { mix } from '../random/stream.ts'
import type { SearchTrial } from '../trial.ts'
import { decideAtRungsByDominance } from './dominance-rungs.ts'
import { longestTraining } from './reports.ts'
import { decideAtRungs } from './rungs.ts'

export interface HyperbandOptions {
  /** Epochs of the lowest rung of all. */
  readonly minEpochs: number
  /** Epochs of a full training; 0: as many as the longest completed trial. */
  readonly maxEpochs: number
  readonly reduction: number
}

/** A bracket: `trials` start, and are first compared after `epochs`. */
export interface Bracket {
  readonly trials: number
  readonly epochs: number
}

/**
 * The brackets of Hyperband, the most aggressive first.
 *
 * @param most epochs of a full training, in units of the least that is worth comparing
 * @see Li et al. 2018 (JMLR 18-185), algorithm 1 and table 1
 */
export function hyperbandBrackets(most: number, reduction: number): readonly Bracket[] {
  // Without the small addend, log(243) / log(3) is 4.999...
  const top = Math.floor(Math.log(Math.max(1, most)) / Math.log(reduction) + 1e-9)
  return Array.from({ length: top + 1 }, (_, index) => {
    const s = top - index
    return { trials: Math.ceil(((top + 1) * reduction ** s) / (s + 1)), epochs: most / reduction ** s }
  })
}

/**
 * Hyperband: several successive halvings side by side, from one that compares after the first epochs to one that never
 * stops a trial, so that curves which start slowly have a chance. A trial belongs to a bracket by its number, as often as
 * the bracket has trials to start, and is compared with trials of its own bracket. Samplers see all brackets.
 *
 * With `maxEpochs` 0 nothing is stopped before the first trial has completed.
 *
 * @see Li et al. 2018 (JMLR 18-185). There: brackets one after another, each waiting for its rungs. Here: asynchronous.
 */
export function hyperbandPruner(options: Partial<HyperbandOptions> = {}): Pruner {
  const { minEpochs = 1, maxEpochs = 0, reduction = 3 } = options
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
