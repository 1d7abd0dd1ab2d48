import type { OutcomeLimit } from '../constraints/outcome-limit.ts'
import { knowledgeOf, type Observation } from '../observations.ts'
import type { Direction, SearchTrial } from '../trial.ts'

/** Better first: trials with a finite value before those without, then what breaks limits least, then by loss, then by age. */
const byRank = (a: Observation, b: Observation): number =>
  Number(a.kind === 'penalty') - Number(b.kind === 'penalty') ||
  a.violation - b.violation ||
  a.loss - b.loss ||
  a.trial.number - b.trial.number

/**
 * What finished trials of a study with one objective have shown, best first; whatever breaks a limit after all that do not.
 * @see Deb 2000, "An efficient constraint handling method for genetic algorithms", section 3
 */
export function rankedObservations(
  history: readonly SearchTrial[],
  direction: Direction,
  limits: readonly OutcomeLimit[] = [],
): Observation[] {
  return [...knowledgeOf(history, direction, limits).observations].sort(byRank)
}

/** Beyond the loss of any trial that keeps the limits. */
const BROKEN = 1e200

/**
 * A loss that orders observations of a study with limits as `rankedObservations` does, for samplers that compare losses:
 * beyond all others where a limit is broken, by how much. It stays the same as more observations arrive.
 */
export function rankingLoss({ loss, violation, kind }: Observation): number {
  if (kind === 'penalty') return 3 * BROKEN
  return violation > 0 ? BROKEN * (1 + violation / (1 + violation)) : loss
}
