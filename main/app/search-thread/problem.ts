import type { SearchProblem } from '../../search/sampler.ts'
import { directionsOf } from '../../study/objectives.ts'
import { growing } from '../../training/hyperparameters/size.ts'
import type { StudyDefinition } from '../../study/study.ts'

/** What a study's sampler is asked about. */
export function problemOf(definition: StudyDefinition): SearchProblem {
  const { space, sources } = definition
  return { space, directions: directionsOf(definition), ...(sources ? { sources } : {}), growing }
}
