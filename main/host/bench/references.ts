import { assignmentOf } from '../../app/assignment.ts'
import { completeDraft } from '../../app/draft.ts'
import { suitableTemplates } from '../../app/suitable-templates.ts'
import { findBundled } from '../../data/catalogue.ts'
import { referToDataset } from '../../data/fingerprint.ts'
import { defaultConfiguration } from '../../search/space/configuration.ts'
import type { Assignment } from '../../pool/protocol.ts'
import type { TrainingResult } from '../../training/result.ts'
import { join } from 'node:path'
import { resourcesFolder } from '../paths.ts'
import { TrainingPool } from './engine/training-pool.ts'
import type { Figure, Measurement } from './figure.ts'

interface Reference {
  readonly metric: 'accuracy' | 'rmse' | 'loss'
  /** Score on the official test part that the dataset's README gives: a share for accuracy, the target's unit for RMSE, nats. */
  readonly score: number
  /** The model of the reference. */
  readonly model: string
  /** Trainings whose scores are averaged: quick sets several, slow ones one. */
  readonly seeds: number
}

/** Reference scores of the bundled datasets, as their dataset.json gives them; the best network or baseline of each. */
export const references: Readonly<Record<string, Reference>> = {
  'digits-8x8': { metric: 'accuracy', score: 0.959, model: 'MLP 64, 100 epochs', seeds: 2 },
  'mnist-subset': { metric: 'accuracy', score: 0.957, model: 'MLP 128, 20 epochs', seeds: 1 },
  'fashion-mnist-subset': { metric: 'accuracy', score: 0.862, model: 'MLP 128, 20 epochs', seeds: 1 },
  'sentiment-sentences': { metric: 'accuracy', score: 0.83, model: 'tf-idf, logistic regression', seeds: 3 },
  concrete: { metric: 'rmse', score: 4.397, model: 'MLP 64-64, 200 epochs', seeds: 3 },
  airfoil: { metric: 'rmse', score: 1.901, model: 'MLP 64-64, 200 epochs', seeds: 3 },
  'bike-sharing': { metric: 'rmse', score: 64.673, model: 'MLP 64-64, 60 epochs', seeds: 2 },
  'sms-spam': { metric: 'accuracy', score: 0.987, model: 'tf-idf, logistic regression', seeds: 2 },
  'snips-intents': { metric: 'accuracy', score: 0.981, model: '1,000 words, MLP 32', seeds: 1 },
  'spoken-digits': { metric: 'accuracy', score: 0.92, model: 'MLP 128, 40 epochs', seeds: 1 },
  // A mean squared error of 0.01262.
  'speech-synthesis': { metric: 'rmse', score: 0.11234, model: 'MLP 64-64, 20 epochs', seeds: 1 },
  'tiny-shakespeare': { metric: 'loss', score: 1.956, model: 'MLP on 8 characters', seeds: 1 },
  iris: { metric: 'accuracy', score: 1, model: 'MLP 32, 200 epochs', seeds: 5 },
  wine: { metric: 'accuracy', score: 0.991, model: 'MLP 32, 200 epochs', seeds: 5 },
  'breast-cancer': { metric: 'accuracy', score: 0.968, model: 'MLP 32, 200 epochs', seeds: 5 },
  penguins: { metric: 'accuracy', score: 1, model: 'MLP 32, 200 epochs', seeds: 5 },
  'co2-weekly': { metric: 'rmse', score: 0.51, model: "last week's value", seeds: 3 },
}

/** Trial 0 of a study that leaves everything to its defaults, with the sealed rows scored as well. */
async function defaultTraining(id: string, seed: number): Promise<Assignment> {
  const entry = await findBundled(join(resourcesFolder, 'datasets'), id)
  const dataset = await referToDataset(entry.folder)
  const template = suitableTemplates(entry)[0]!
  const definition = completeDraft({ datasetId: id, template, seed, engines: ['compiled'] }, entry)
  const configuration = defaultConfiguration(definition.space)
  const name = `${id} ${seed}`
  return assignmentOf({
    id: name,
    definition: { ...definition, id: name, dataset },
    dataset,
    command: {
      type: 'start',
      trial: 0,
      run: 'test/0',
      attempt: 1,
      plan: { purpose: 'test', index: 0, seed },
      configuration,
      from: 0,
      keepModel: false,
    },
  })
}

async function measure(id: string, { metric, score, model, seeds }: Reference): Promise<Measurement> {
  const trainings = await Promise.all(Array.from({ length: seeds }, (_, index) => defaultTraining(id, index + 1)))
  const pool = new TrainingPool(1)
  try {
    const { results, seconds } = await pool.train(trainings, 1)
    const scores = results.map(({ test }: TrainingResult) => test?.[metric] ?? NaN)
    const mean = scores.reduce((sum, each) => sum + each, 0) / scores.length
    return {
      value: mean,
      how:
        `test ${metric} of template ${trainings[0]!.job.template} with its defaults, seeds: ` +
        `${scores.map((each) => each.toPrecision(4)).join(', ')}; the reference, ${model}, has ${score}; ` +
        `a fifth of the training rows validate; ${(seconds / seeds).toFixed(1)} s a training`,
    }
  } finally {
    await pool.close()
  }
}

/** What the default configuration of each dataset's first template scores on the official test part, beside the reference. */
export const referenceFigures: readonly Figure[] = Object.entries(references).map(([id, reference]) => ({
  name: `references.${id}`,
  unit: reference.metric === 'accuracy' ? 'share' : reference.metric,
  measure: () => measure(id, reference),
}))
