import { knowledgeOf, type Observation } from '../observations.ts'
import type { Direction, SearchTrial } from '../trial.ts'

/** Better first: trials with a finite value before those without, then by loss, then by age. */
const byRank = (a: Observation, b: Observation): number =>
  Number(a.kind === 'penalty') - Number(b.kind === 'penalty') || a.loss - b.loss || a.trial.number - b.trial.number

/** What finished trials of a study with one objective have shown, best first. */
export function rankedObservations(history: readonly SearchTrial[], direction: Direction): Observation[] {
  return [...knowledgeOf(history, direction).observations].sort(byRank)
}
