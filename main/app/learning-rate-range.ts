import type { CatalogueEntry } from '../data/catalogue.ts'
import { loadDataset } from '../data/load.ts'
import { prepareTrainingData } from '../data/prepare.ts'
import type { SplitSelection } from '../data/reference.ts'
import { Engines } from '../training/engines/open.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import type { TrainingJob } from '../training/job.ts'
import type { TemplateName } from '../training/templates/names.ts'
import { testLearningRates } from '../training/range-test/run.ts'
import type { RangeTestReading } from '../training/range-test/suggest.ts'
import { AppError } from './app-error.ts'
import { isInOrder, preprocessingFor, suitableTemplates } from './suitable-templates.ts'

export interface LearningRateRange {
  /** Absent: the template to start with. */
  readonly template?: TemplateName
  /** Hyperparameters other than the template's defaults. */
  readonly configuration: Readonly<Record<string, number | string | boolean>>
  readonly from: number
  readonly to: number
  readonly steps: number
  readonly seed: number
  /** Milliseconds, never falling. */
  readonly clock: () => number
  readonly breathe: () => Promise<void>
}

export interface LearningRateRangeResult extends RangeTestReading {
  readonly template: TemplateName
  readonly optimizer: string
  readonly batchSize: number
  readonly engine: string
}

/**
 * A learning-rate range test of a dataset's network, in this process, on rows that a study would train on: the sealed rows
 * are left alone.
 *
 * @throws AppError bad-study where the template does not suit; BadHyperparameter, DataError, EngineUnavailable
 */
export async function findLearningRate(
  entry: CatalogueEntry,
  range: LearningRateRange,
): Promise<LearningRateRangeResult> {
  const { configuration, from, to, steps, seed, clock, breathe } = range
  const suitable = suitableTemplates(entry)
  const template = range.template ?? suitable[0]!
  if (!suitable.includes(template))
    throw new AppError(
      'bad-study',
      `${entry.title} is nothing that the template ${template} could be trained on. Choose ${suitable.join(' or ')}.`,
    )
  const hyperparameters = completeHyperparameters(template, configuration)
  const data = prepareTrainingData(
    await loadDataset(entry.folder),
    selectionFor(entry, seed),
    preprocessingFor(template, hyperparameters),
  )
  const { inputShape, outputs, task, vocabulary, targetsPerExample } = data
  const job: TrainingJob = {
    template,
    inputShape,
    outputs,
    task,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
    hyperparameters,
    seed,
    monitor: { metric: 'loss', direction: 'minimise' },
  }
  const engines = new Engines({ clock })
  try {
    const opened = await engines.open(['compiled', 'tfjs-wasm', 'tfjs-cpu'], job, data)
    try {
      const reading = await testLearningRates({
        job: opened.job,
        session: opened.session,
        data,
        from,
        to,
        steps,
        breathe,
      })
      const { batchSize, optimizer } = opened.job.hyperparameters
      return { ...reading, template, optimizer, batchSize, engine: opened.engine.name }
    } finally {
      await opened.session.dispose()
    }
  } finally {
    await engines.dispose()
  }
}

/** The rows that a study of this dataset trains on by default. */
function selectionFor(entry: CatalogueEntry, seed: number): SplitSelection {
  const by = isInOrder(entry) ? 'time' : 'stratified'
  return {
    protocol: { kind: 'holdout', validationShare: 0.2 },
    by,
    ...(entry.time === undefined || by !== 'time' ? {} : { column: entry.time }),
    seed,
    sealed: entry.rows.test > 0 ? 'official' : 0.2,
    openTest: false,
  }
}
