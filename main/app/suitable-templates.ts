import type { CatalogueEntry } from '../data/catalogue.ts'
import type { PreprocessingOptions } from '../data/preprocess/options.ts'
import type { Hyperparameters } from '../training/hyperparameters/table.ts'
import type { Task, TemplateName } from '../training/job.ts'

type What = Pick<CatalogueEntry, 'kind' | 'task'>

/** Templates that can be trained on a dataset, the one to start with first. */
export function suitableTemplates({ kind, task }: What): readonly TemplateName[] {
  if (kind === 'characters') return ['nextToken']
  if (kind === 'text') return ['text', 'mlp']
  if (kind === 'image' || kind === 'spectrogram') return ['cnn', 'mlp']
  return task === 'time series' ? ['sequence', 'mlp'] : ['mlp']
}

/** What a network is trained to do for a dataset's task: the value of a series, the class that the next character is. */
export function trainingTask({ task }: Pick<CatalogueEntry, 'task'>): Task {
  if (task === 'time series') return 'regression'
  return task === 'text generation' ? 'classification' : (task as Task)
}

/**
 * How data become what a template's network is given. Texts are sequences for a network that reads and vectors for one that
 * does not; a running text is predicted at each character by a recurrent network, and after each window by an MLP.
 * Datasets of other kinds do not look at these.
 */
export function preprocessingFor(
  template: TemplateName,
  { encoder }: Pick<Hyperparameters, 'encoder'>,
): PreprocessingOptions | undefined {
  if (template === 'text') return { text: { encoding: 'sequence' } }
  if (template === 'nextToken') return { characters: { targets: encoder === 'mlp' ? 'last' : 'every' } }
  return undefined
}
