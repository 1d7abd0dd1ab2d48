import type { Configuration } from '../../search/space/types.ts'
import type { StudyDefinition } from '../../study/study.ts'
import { codeOfJob, type NetworkCode } from '../../training/code/code.ts'
import { completeHyperparameters } from '../../training/hyperparameters/complete.ts'
import { watchedBy } from '../draft.ts'
import type { DataShape } from '../search-thread/messages.ts'

/** A configuration as programs of other frameworks; undefined where the template cannot make a network of it. */
export function codeOf(
  definition: StudyDefinition,
  configuration: Configuration,
  { inputShape, outputs, vocabulary, targetsPerExample, rows }: DataShape,
): NetworkCode | undefined {
  try {
    return codeOfJob({
      template: definition.template,
      ...(definition.topology === undefined ? {} : { topology: definition.topology }),
      task: definition.task,
      inputShape,
      outputs,
      ...(vocabulary === undefined ? {} : { vocabulary }),
      ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
      hyperparameters: completeHyperparameters(definition.template, configuration),
      trainingRows: rows.train,
      seed: definition.seed,
      monitor: watchedBy(definition),
    })
  } catch {
    return undefined
  }
}
