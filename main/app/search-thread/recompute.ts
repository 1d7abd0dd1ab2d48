import { createSampler } from '../../search/samplers/registry.ts'
import type { Configuration } from '../../search/space/types.ts'
import { suggestionsOnRecord } from '../../study/basis.ts'
import type { JournalLine } from '../../study/journal-line.ts'
import type { StudyDefinition } from '../../study/study.ts'
import { problemOf } from './problem.ts'

export interface Recomputed {
  readonly trial: number
  readonly recorded: Configuration
  /** Undefined where the sampler now finds that nothing is left to try. */
  readonly recomputed: Configuration | undefined
}

/**
 * Computes every suggestion of a study again, each from what the journal says that its sampler knew. A journal that was not
 * tampered with, of this version of the samplers, gives the same configurations, whatever was prepared ahead by how many
 * workers, and however often the study was interrupted.
 *
 * @throws SearchError for a sampler that this version does not know
 */
export function recomputeSuggestions(definition: StudyDefinition, lines: readonly JournalLine[]): Recomputed[] {
  const { sampler, seed } = definition
  const problem = problemOf(definition)
  const made = createSampler(sampler.name, sampler.options)
  return suggestionsOnRecord(definition, lines).map(({ line, history }) => {
    const { seconds } = line.basis ?? {}
    const ask = { seed, number: line.trial, ...(seconds === undefined ? {} : { seconds }) }
    const suggestion = made.suggest(problem, history, ask)
    return {
      trial: line.trial,
      recorded: line.configuration,
      recomputed: suggestion.kind === 'configuration' ? suggestion.configuration : undefined,
    }
  })
}
