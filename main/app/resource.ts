import type { Resource } from '../search/pruner.ts'
import { defaultConfiguration } from '../search/space/configuration.ts'
import { fullReport, reportsEpochs } from '../study/reports.ts'
import type { StudyDefinition } from '../study/study.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'

/** What a whole evaluation of a trial takes: the epochs of the default configuration, all folds, or all rows. */
export function resourceOf({
  protocol,
  template,
  space,
}: Pick<StudyDefinition, 'protocol' | 'template' | 'space'>): Resource {
  if (reportsEpochs(protocol))
    return { full: completeHyperparameters(template, defaultConfiguration(space)).epochs, unit: 'epochs' }
  return { full: fullReport(protocol), unit: protocol.fidelity === 'rows' ? 'rows' : 'folds' }
}
