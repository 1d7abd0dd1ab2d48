import type { HealthNote } from '../../preload/contract/types.ts'
import { ranking } from '../study/selection.ts'
import type { StudyState } from '../study/state.ts'

/** Fewer complete trials than this support no statement about a range. */
const enoughTrials = 20

/** What a look at the study as a whole says, for people: failures by reason, engines replaced, an optimum at an edge. */
export function healthOf(state: StudyState): HealthNote[] {
  return [...failures(state), ...baseline(state), ...edges(state), ...tunedSinceTest(state)]
}

function failures(state: StudyState): HealthNote[] {
  const byReason = new Map<string, number[]>()
  for (const trial of state.trials)
    if (trial.state === 'failed' && trial.failure)
      byReason.set(trial.failure.reason, [...(byReason.get(trial.failure.reason) ?? []), trial.number])
  return [...byReason].map(([reason, trials]) => ({
    level: trials.length * 5 > state.ended ? ('bad' as const) : ('look' as const),
    title: `${trials.length} of ${state.ended} trials failed: ${reason}`,
    text: `${state.trials[trials[0]!]!.failure!.message} (trial ${trials[0]}${trials.length > 1 ? ' and others' : ''})`,
  }))
}

function baseline(state: StudyState): HealthNote[] {
  const first = state.trials[0]
  if (first?.state !== 'failed' && first?.state !== 'cancelled') return []
  return [
    {
      level: 'look',
      title: 'No baseline',
      text: `Trial 0, the default configuration, is ${first.state}: what tuning gains cannot be told. Try it again.`,
    },
  ]
}

/** Numbers whose best values lie within 2 % of an end of their range: the range may be too narrow. */
function edges(state: StudyState): HealthNote[] {
  if (state.completed < enoughTrials) return []
  const top = ranking(state).slice(0, Math.max(5, Math.floor(state.completed / 10)))
  const notes: HealthNote[] = []
  for (const parameter of state.definition.space.parameters) {
    if (parameter.kind !== 'float' && parameter.kind !== 'int') continue
    const at = (value: number) => (parameter.scale === 'linear' ? value : Math.log(value))
    const [low, high] = [at(parameter.low), at(parameter.high)]
    if (high <= low) continue
    const places = top.flatMap((trial) => {
      const value = trial.configuration[parameter.name]
      return typeof value === 'number' ? [(at(value) - low) / (high - low)] : []
    })
    if (places.length < 5) continue
    const nearHigh = places.filter((place) => place > 0.98).length
    const nearLow = places.filter((place) => place < 0.02).length
    if (Math.max(nearHigh, nearLow) * 2 <= places.length) continue
    const [end, limit] = nearHigh > nearLow ? ['upper', parameter.high] : ['lower', parameter.low]
    notes.push({
      level: 'look',
      title: `${parameter.name} is best at the ${end} end of its range`,
      text: `Most of the best ${places.length} trials have ${parameter.name} at ${limit}. A wider range may hold better values.`,
    })
  }
  return notes
}

function tunedSinceTest(state: StudyState): HealthNote[] {
  const since = state.trials.filter((trial) => trial.afterTest).length
  if (since === 0) return []
  return [
    {
      level: 'look',
      title: `${since} trials since the test set was opened`,
      text: 'What has been tuned since then is no longer blind to the test set: its score is too good to be trusted.',
    },
  ]
}
