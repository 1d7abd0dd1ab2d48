import type { Direction } from '../search/trial.ts'
import { resultValue } from '../training/result.ts'
import type { EpochLine, ResultLine } from './journal-line.ts'
import type { Objective, StudyDefinition } from './study.ts'
import type { Run } from './trial.ts'

type Asked = Pick<StudyDefinition, 'objective' | 'furtherObjectives'>

/** Everything that a study optimises, in the order of a trial's values. */
export function objectivesOf({ objective, furtherObjectives = [] }: Asked): readonly [Objective, ...Objective[]] {
  return [objective, ...furtherObjectives]
}

export function directionsOf(definition: Asked): readonly Direction[] {
  return objectivesOf(definition).map(({ direction }) => direction)
}

/** Whether a study looks for the best compromises rather than for one best configuration. */
export function hasSeveral({ furtherObjectives = [] }: Pick<StudyDefinition, 'furtherObjectives'>): boolean {
  return furtherObjectives.length > 0
}

/** What a finished training gave for each objective; NaN where it has no value for a further one. */
export function valuesOfResult({ furtherObjectives = [] }: Asked, result: ResultLine): readonly number[] {
  return [result.value, ...furtherObjectives.map(({ metric }) => resultValue(result, metric) ?? Number.NaN)]
}

/**
 * What is known of the further objectives after an epoch: validation metrics, the time spent so far, the size of the
 * network; NaN for what is measured at the end alone, and where a metric was not a number.
 */
export function furtherAt({ furtherObjectives = [] }: Asked, run: Run, { validation }: EpochLine): readonly number[] {
  return furtherObjectives.map(({ metric }) => {
    if (metric === 'seconds') return run.curve.seconds.reduce((sum, seconds) => (seconds > 0 ? sum + seconds : sum), 0)
    if (metric === 'parameters' || metric === 'modelBytes') return run.size?.[metric] ?? Number.NaN
    return validation[metric] ?? Number.NaN
  })
}
