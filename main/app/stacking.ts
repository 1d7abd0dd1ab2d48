import { defaultConfiguration } from '../search/space/configuration.ts'
import type { Parameter } from '../search/space/types.ts'
import type { Stacking } from '../study/rules.ts'
import type { StudyDefinition } from '../study/study.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import { keepsStructure, stackName, stackWidth } from '../training/stacking.ts'

/**
 * Trials of a study that are suggested ahead of results, as a share of its budget: so many are in hand at most, where a worker
 * takes several. A suggestion that waits for fewer results is a better one.
 */
const aheadShare = 0.1

/** Which trainings of a study may share a worker, and how many. */
export function stackingOf(definition: StudyDefinition): Stacking {
  const { space, template, workers, budget } = definition
  const name = (configuration: Parameters<Stacking['nameOf']>[0]): string | undefined =>
    stackName(template, completeHyperparameters(template, configuration))
  const common = space.parameters.every(isNumberOnly) ? name(defaultConfiguration(space)) : undefined
  const ahead = Math.floor((budget.trials ?? 0) * aheadShare)
  return {
    nameOf: name,
    width: stackWidth,
    ...(common === undefined ? {} : { common }),
    // One worker is a wish for one trial after the other: the same study then follows from the same seed.
    suggestedAhead: workers === 1 ? 1 : Math.max(workers, Math.min(ahead, workers * stackWidth)),
  }
}

function isNumberOnly(parameter: Parameter): boolean {
  if (parameter.kind === 'fixed') return true
  return keepsStructure(parameter.name, 'low' in parameter ? parameter.low : undefined)
}
