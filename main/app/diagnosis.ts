import type { TrialDiagnosis } from '../../preload/contract/types.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import { AppError } from './app-error.ts'
import { splitOf } from './assignment.ts'
import type { SearchThread } from './search-thread/client.ts'
import type { StudySession } from './study-session.ts'
import { preprocessingFor } from './suitable-templates.ts'

/**
 * Where the network of a trial errs, on the rows that its first training was validated on.
 * @throws AppError trial-missing, no-model, no-diagnosis, search-failed; DataError dataset-missing, dataset-changed
 */
export async function diagnoseTrial(
  thread: Pick<SearchThread, 'diagnose'>,
  session: StudySession,
  number: number,
): Promise<TrialDiagnosis> {
  const { definition, trials } = session.core.state
  const trial = trials[number]
  if (!trial) throw new AppError('trial-missing', `There is no trial ${number} in this study.`)
  const model = await session.model(number)
  const plan = trial.runs.find(({ plan: { purpose } }) => purpose === 'search')?.plan
  if (!model || !plan)
    throw new AppError(
      'no-model',
      definition.keepModels === 0
        ? `The network of trial ${number} was not kept: this study keeps none.`
        : `The network of trial ${number} was not kept: only those of the best ${definition.keepModels} trials and of the defaults are.`,
    )
  const hyperparameters = completeHyperparameters(definition.template, trial.configuration)
  return thread.diagnose({
    dataset: await session.dataset(),
    split: splitOf(definition, plan),
    preprocessing: preprocessingFor(definition.template, hyperparameters, definition.preprocessing),
    model,
  })
}
