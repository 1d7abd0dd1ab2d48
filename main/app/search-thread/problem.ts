import type { SearchProblem } from '../../search/sampler.ts'
import { directionsOf } from '../../study/objectives.ts'
import { namesOf } from '../../training/hyperparameters/influence.ts'
import { depths, growing, widths } from '../../training/hyperparameters/size.ts'
import type { StudyDefinition } from '../../study/study.ts'

/** What a step reads or a penalty weighs with: another value in the middle of a training leaves the weights what they are. */
const changeable = [...namesOf('number'), ...namesOf('strength')]

const sizes = { depth: depths, width: widths }

/** What a study's sampler is asked about. */
export function problemOf(definition: StudyDefinition): SearchProblem {
  const { space, sources } = definition
  const directions = directionsOf(definition)
  return { space, directions, ...(sources ? { sources } : {}), growing, changeable, sizes }
}
