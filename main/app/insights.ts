import type { Insights as Answer } from '../../preload/contract/types.ts'
import type { Insights } from '../search/explain/insights.ts'
import type { Estimate } from '../search/explain/surrogate.ts'
import type { Configuration } from '../search/space/types.ts'
import type { StudyDefinition } from '../study/study.ts'
import type { Trial } from '../study/trial.ts'
import type { SearchThread } from './search-thread/client.ts'
import { rowOf } from './trial-rows.ts'

interface StudyState {
  readonly definition: StudyDefinition
  readonly trials: readonly Trial[]
}

/** Pooled deviation of scores between trainings of one configuration, from the confirmed trials; undefined before them. */
function noiseOf({ definition, trials }: StudyState): number | undefined {
  const variances = trials.flatMap((trial) => {
    const deviation = rowOf(definition, trial).confirmed?.deviation
    return deviation === undefined ? [] : [deviation ** 2]
  })
  return variances.length === 0
    ? undefined
    : Math.sqrt(variances.reduce((sum, variance) => sum + variance / variances.length, 0))
}

/** What a study's trials say about its parameters, worked out in the search thread. @throws AppError search-failed */
export const explainStudy = (thread: SearchThread, state: StudyState): Promise<Insights> =>
  thread.explain(state.definition, state.trials, noiseOf(state))

/** The same as it crosses the contract: what is not a number is absent. */
export async function insightsOf(thread: SearchThread, state: StudyState): Promise<Answer> {
  const { importance, ...insights } = await explainStudy(thread, state)
  if (importance === undefined) return insights
  const { reliability, mains, pairs, groups, trials } = importance
  const known = Number.isNaN(reliability) ? {} : { reliability }
  return { ...insights, importance: { mains, pairs, groups, trials, ...known } }
}

export interface Expectation extends Estimate {
  readonly others?: readonly Estimate[]
  readonly nearest: readonly {
    readonly trial: number
    readonly value: number
    readonly distance: number
    readonly configuration: Configuration
  }[]
}

/** What a configuration would probably give in a study. @throws AppError too-few-trials, search-failed */
export async function expectOf(
  thread: SearchThread,
  { definition, trials }: StudyState,
  configuration: Configuration,
  others: readonly Configuration[] = [],
): Promise<Expectation> {
  const { nearest, ...estimate } = await thread.whatIf(definition, trials, configuration, others)
  return {
    ...estimate,
    nearest: nearest.map(({ trial, distance }) => ({
      trial: trial.number,
      value: trial.values?.[0] ?? 0,
      distance,
      configuration: trial.configuration,
    })),
  }
}
