import { chooseAmong } from './choice.ts'
import type { Candidate, Choice, ChoiceOptions } from './choice.ts'
import { splitOverlap } from './protocol.ts'
import type { RunPurpose } from './protocol.ts'
import { thinnedFront } from './front.ts'
import { hasSeveral, valuesOfResult } from './objectives.ts'
import { raceRounds } from './race.ts'
import type { RaceRound } from './race.ts'
import { ranking, trainingSeconds } from './selection.ts'
import type { StudyState } from './state.ts'
import { mean, variance } from './statistics/moments.ts'
import { findRun } from './trial.ts'
import type { Trial } from './trial.ts'

/** What fresh seeds gave. */
export interface Confirmation {
  readonly values: readonly number[]
  readonly mean: number
  /** Sample standard deviation between seeds; absent for one seed. */
  readonly deviation?: number
}

/** Objectives of a trial's runs of one purpose, by index; undefined where one has not ended. */
export function valuesByIndex(trial: Trial, purpose: RunPurpose): (number | undefined)[] {
  const values: (number | undefined)[] = []
  for (const { plan, result } of trial.runs)
    if (plan.purpose === purpose && result) {
      while (values.length < plan.index) values.push(undefined)
      values[plan.index] = result.value
    }
  return values
}

function ofPurpose(trial: Trial, purpose: RunPurpose): Confirmation | undefined {
  const values = valuesByIndex(trial, purpose).filter((value) => value !== undefined)
  return values.length === 0 ? undefined : summaryOf(values)
}

function summaryOf(values: readonly number[]): Confirmation {
  return { values, mean: mean(values), ...(values.length < 2 ? {} : { deviation: Math.sqrt(variance(values)) }) }
}

/**
 * What is said of a trial with fresh seeds; undefined when none has finished. Of one that was chosen by a first set of
 * them only the second set, if there is one: nothing was chosen by it. The value that made it a finalist is left out.
 */
export function confirmation(trial: Trial): Confirmation | undefined {
  return ofPurpose(trial, 'verification') ?? ofPurpose(trial, 'confirmation')
}

/** Of each objective the values of a trial's runs of one purpose, by index; undefined where there is none. Empty before any. */
export function valuesOfEach(state: StudyState, trial: Trial, purpose: RunPurpose): (number | undefined)[][] {
  const each: (number | undefined)[][] = []
  for (const { plan, result } of trial.runs)
    if (plan.purpose === purpose && result)
      for (const [k, value] of valuesOfResult(state.definition, result).entries()) {
        const values = (each[k] ??= [])
        while (values.length < plan.index) values.push(undefined)
        values[plan.index] = Number.isFinite(value) ? value : undefined
      }
  return each
}

/** What fresh seeds gave for each objective; without values for one that they have none of. Empty before any. */
export function confirmationOfEach(
  state: StudyState,
  trial: Trial,
  purpose: RunPurpose = 'confirmation',
): Confirmation[] {
  return valuesOfEach(state, trial, purpose).map((values) => summaryOf(values.filter((value) => value !== undefined)))
}

/**
 * The trials that train again, best first, and the template's defaults beside them. With several objectives those of the
 * front, thinned to where they cover it best.
 */
export function finalistsOf(state: StudyState): number[] {
  const { top, defaults } = state.definition.protocol.confirm
  const wanted = hasSeveral(state.definition) ? thinnedFront(state, top) : ranking(state).slice(0, top)
  const best = wanted.map((trial) => trial.number)
  const beside = best.length > 0 && defaults && state.trials[0]?.state === 'complete' ? [0] : []
  return [...new Set([...best, ...beside])]
}

/**
 * The choice among the finalists by their first set of fresh seeds; undefined where none has ended, and with several
 * objectives: of compromises the user chooses.
 */
export function choiceOf(state: StudyState): Choice | undefined {
  if (hasSeveral(state.definition)) return undefined
  return chooseAmong(candidatesOf(state), choiceOptions(state))
}

/** The finalists with what their first set of fresh seeds gave. */
function candidatesOf(state: StudyState): Candidate[] {
  const { confirm } = state.definition.protocol
  return state.finalists.map((number) => {
    const trial = state.trials[number]!
    return {
      trial: number,
      values: valuesByIndex(trial, 'confirmation'),
      parameters: findRun(trial, 'search/0')?.result?.parameters ?? 0,
      seconds: trainingSeconds(trial) ?? 0,
      isDefault: number === 0 && confirm.defaults === true,
    }
  })
}

function choiceOptions({ definition: { objective, protocol } }: StudyState): ChoiceOptions {
  return {
    direction: objective.direction,
    rule: protocol.confirm.rule ?? 'best',
    overlap: splitOverlap(protocol),
  }
}

/** The rounds of fresh seeds beyond the first set, as far as results tell; none where the study does not race. */
export function raceOf(state: StudyState): readonly RaceRound[] {
  const { workers, protocol } = state.definition
  const { seeds, race = 0 } = protocol.confirm
  if (race <= seeds || hasSeveral(state.definition)) return []
  return raceRounds(candidatesOf(state), choiceOptions(state), { seeds, most: race, workers }, (number, index) => {
    const run = findRun(state.trials[number]!, `confirmation/${index}`)
    return run?.state === 'done' || run?.state === 'failed'
  })
}

/** What is recommended as far as fresh seeds tell; undefined where none has ended. */
export function chooseFinalist(state: StudyState): Trial | undefined {
  const number = state.winner ?? choiceOf(state)?.chosen
  return number === undefined ? undefined : state.trials[number]
}
