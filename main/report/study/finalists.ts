import { chooseAmong } from '../../study/choice.ts'
import { choiceOf, confirmation, valuesByIndex } from '../../study/confirmation.ts'
import { splitOverlap } from '../../study/protocol.ts'
import type { BaselineName, RunPurpose } from '../../study/protocol.ts'
import { trainingSeconds } from '../../study/selection.ts'
import type { StudyState } from '../../study/state.ts'
import { welchTTest } from '../../study/statistics/comparison.ts'
import { meanInterval } from '../../study/statistics/interval.ts'
import type { Interval } from '../../study/statistics/interval.ts'
import { variance } from '../../study/statistics/moments.ts'
import { findRun } from '../../study/trial.ts'
import type { Trial } from '../../study/trial.ts'

export interface FreshValues {
  readonly values: number[]
  /** 95 %; absent for fewer than two values. */
  readonly interval?: Interval
}

export interface Finalist {
  readonly trial: number
  readonly isDefault: boolean
  readonly selection: FreshValues
  readonly verification?: FreshValues
  readonly parameters?: number
  readonly seconds?: number
  readonly simplest: boolean
}

/** What fresh trainings of one purpose gave. @see Nadeau and Bengio, 2003, for values from overlapping splits */
export function freshValues(state: StudyState, trial: Trial, purpose: RunPurpose): FreshValues {
  const values = valuesByIndex(trial, purpose).filter((value) => value !== undefined)
  const interval = meanInterval(values, 0.95, splitOverlap(state.definition.protocol))
  return { values, ...(interval ? { interval } : {}) }
}

/**
 * The finalists in the order of their means, those without a fresh value last; with the one-standard-error choice, the
 * simplest that lies within a standard error of the best (Breiman et al., Classification and regression trees, 1984).
 */
export function finalistsReport(state: StudyState): readonly Finalist[] {
  const choice = choiceOf(state)
  const order = choice?.entries.map(({ candidate }) => candidate.trial) ?? []
  const { protocol, objective } = state.definition
  const simplest =
    choice &&
    chooseAmong(
      choice.entries.map(({ candidate }) => ({ ...candidate, isDefault: false })),
      { direction: objective.direction, rule: 'one-standard-error', overlap: splitOverlap(protocol) },
    )?.chosen
  return [...new Set([...order, ...state.finalists])].map((number) => {
    const trial = state.trials[number]!
    const verification = freshValues(state, trial, 'verification')
    const parameters = findRun(trial, 'search/0')?.result?.parameters
    const seconds = trainingSeconds(trial)
    return {
      trial: number,
      isDefault: number === 0 && trial.origin === 'default',
      selection: freshValues(state, trial, 'confirmation'),
      ...(verification.values.length > 0 ? { verification } : {}),
      ...(parameters === undefined ? {} : { parameters }),
      ...(seconds === undefined ? {} : { seconds }),
      simplest: number === simplest,
    }
  })
}

/** Baselines that have trained, with what they gave. */
export function baselinesReport(state: StudyState): { readonly name: BaselineName; readonly fresh: FreshValues }[] {
  const [standard] = state.trials
  if (!standard) return []
  return (state.definition.protocol.confirm.baselines ?? []).flatMap((name) => {
    const fresh = freshValues(state, standard, name)
    return fresh.values.length > 0 ? [{ name, fresh }] : []
  })
}

/**
 * How much better the chosen configuration is than the defaults, by Welch's test of their fresh trainings; of the chosen one
 * the second set where there is one, so that nothing was chosen by the values that are compared.
 * @returns undefined where the defaults are chosen, or one of the two has fewer than two values
 */
export function gainOverDefaults(
  state: StudyState,
): { difference: number; low: number; high: number; p: number } | undefined {
  const { chosen, stage, definition } = state
  const [standard] = state.trials
  if (stage !== 'done' || !chosen || standard?.origin !== 'default') return undefined
  const [own, beside] = [confirmation(state.trials[chosen]!), confirmation(standard)]
  if (!own || !beside) return undefined
  const sign = definition.objective.direction === 'maximise' ? 1 : -1
  const signed = (values: readonly number[]): number[] => values.map((value) => sign * value)
  const test = welchTTest(signed(own.values), signed(beside.values), splitOverlap(definition.protocol))
  if (!test) return undefined
  const { difference, low, high, p } = test
  return { difference, low, high, p }
}

/** Standard deviation between fresh trainings of one configuration, pooled over all that have at least two. */
export function noiseBetweenSeeds(state: StudyState): { deviation: number; trainings: number } | undefined {
  const groups = state.finalists
    .flatMap((number) =>
      (['confirmation', 'verification'] as const).map((purpose) =>
        valuesByIndex(state.trials[number]!, purpose).filter((value) => value !== undefined),
      ),
    )
    .filter((values) => values.length > 1)
  const freedom = groups.reduce((sum, values) => sum + values.length - 1, 0)
  if (freedom === 0) return undefined
  const pooled = groups.reduce((sum, values) => sum + (values.length - 1) * variance(values), 0) / freedom
  return { deviation: Math.sqrt(pooled), trainings: groups.reduce((sum, values) => sum + values.length, 0) }
}
