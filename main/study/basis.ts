import type { Course } from '../search/start-from.ts'
import type { SearchTrial } from '../search/trial.ts'
import { apply } from './apply.ts'
import { searchSeconds } from './budget.ts'
import { courseOf } from './lineage.ts'
import type { JournalLine, TrialLine } from './journal-line.ts'
import { newState } from './state.ts'
import type { StudyState } from './state.ts'
import type { StudyDefinition } from './study.ts'
import type { SuggestionBasis } from './suggestion.ts'
import { asSearchTrial, hasEnded } from './trial.ts'
import type { Trial } from './trial.ts'

/** What a suggestion that is computed now is computed from. */
export function basisOf(state: StudyState): SuggestionBasis {
  const { trials, ended, revised } = state
  const seconds = searchSeconds(state)
  const running = trials.flatMap(({ number, state }) => (hasEnded(state) ? [] : [number]))
  return {
    results: ended,
    ...(revised > 0 ? { revised } : {}),
    running,
    ...(seconds === undefined ? {} : { seconds }),
  }
}

/**
 * What a sampler is told of a trial: everything once it has ended, and before that only that it is under way. So the
 * order of ends in the journal says all that a suggestion was made of, whatever epochs were reported meanwhile.
 */
export function asSamplerKnows(trial: Trial): SearchTrial {
  if (hasEnded(trial.state)) return asSearchTrial(trial)
  return underWay(trial.number, trial.configuration, trial)
}

/** A trial that is queued or running, or will be, as samplers are told of it. */
export function underWay(
  number: number,
  configuration: SearchTrial['configuration'],
  course: Course = {},
): SearchTrial {
  return { number, configuration, state: 'running', intermediate: [], ...courseOf(course) }
}

/** A suggestion of a finished or interrupted study, and what its sampler knew when it made it. */
export interface SuggestionOnRecord {
  readonly line: TrialLine
  readonly history: readonly SearchTrial[]
}

/**
 * Every suggestion of a journal that has a basis, in the order of its trials, with the history that its sampler was given:
 * asking the same sampler again gives the same configuration.
 *
 * @throws ImpossibleLine where the lines contradict one another
 */
export function suggestionsOnRecord(definition: StudyDefinition, lines: readonly JournalLine[]): SuggestionOnRecord[] {
  const asked = lines.flatMap((line) => (line.type === 'trial' && line.basis ? [line] : []))
  const queued = lines.flatMap((line) => (line.type === 'trial' ? [line] : []))
  const found = new Map<number, SuggestionOnRecord>()
  const state = newState(definition)
  const take = (): void => {
    for (const line of asked) {
      const { results, revised = 0, running } = line.basis!
      if (found.has(line.trial) || results !== state.ended || revised !== state.revised) continue
      // Of what was under way some may not have been queued yet; a queued trial that is not listed came later.
      const history = queued.slice(0, line.trial).map((other, number) => {
        const trial = state.trials[number]
        return trial ? asSamplerKnows(trial) : underWay(number, other.configuration, other)
      })
      const open = history.flatMap(({ number, state: status }) => (status === 'running' ? [number] : []))
      if (open.length === running.length && open.every((number, place) => number === running[place]))
        found.set(line.trial, { line, history })
    }
  }
  take()
  for (const line of lines) {
    const before = `${state.ended} ${state.revised}`
    apply(state, line)
    if (`${state.ended} ${state.revised}` !== before) take()
  }
  return asked.flatMap((line) => found.get(line.trial) ?? [])
}
