import type { CatalogueEntry } from '../data/catalogue.ts'
import type { PreprocessingOptions } from '../data/preprocess/options.ts'
import { defaultConfiguration } from '../search/space/configuration.ts'
import type { StudyDefinition } from '../study/study.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import type { Hyperparameters } from '../training/hyperparameters/table.ts'
import type { Task } from '../training/job.ts'
import type { TemplateName } from '../training/templates/names.ts'

/** An epoch of a network that predicts once a window sees all windows: validation rows favour it over more epochs of fewer. */
const windows = 0

type What = Pick<CatalogueEntry, 'kind' | 'task'>

/** Templates that can be trained on a dataset, the one to start with first. A table can be asked to be a series. */
export function suitableTemplates(
  { kind, task }: What,
  { series }: PreprocessingOptions = {},
): readonly TemplateName[] {
  if (kind === 'characters') return ['nextToken']
  if (kind === 'text') return ['text', 'mlp', 'linear']
  if (kind === 'image' || kind === 'spectrogram') return ['cnn', 'mlp', 'linear']
  return task === 'time series' || series !== undefined ? ['sequence', 'mlp', 'linear'] : ['mlp', 'linear']
}

/** Whether rows follow one another, so that they can only be split in their order. */
export function isInOrder({ kind, task }: What, { series }: PreprocessingOptions = {}): boolean {
  return kind === 'characters' || task === 'time series' || series !== undefined
}

/** What a network is trained to do for a dataset's task: the value of a series, the class that the next character is. */
export function trainingTask({ task }: Pick<CatalogueEntry, 'task'>): Task {
  if (task === 'time series') return 'regression'
  return task === 'text generation' ? 'classification' : (task as Task)
}

/**
 * How data become what a template's network is given. Texts are sequences for a network that reads and vectors for one that
 * does not; a running text is predicted at each character by a recurrent network, and after each window by an MLP.
 * What the study says besides holds as well. Datasets of other kinds do not look at these.
 */
export function preprocessingFor(
  template: TemplateName,
  { encoder }: Pick<Hyperparameters, 'encoder'>,
  said?: PreprocessingOptions,
): PreprocessingOptions | undefined {
  if (template === 'text') return { ...said, text: { ...said?.text, encoding: 'sequence' } }
  if (template === 'nextToken')
    return {
      ...said,
      characters:
        encoder === 'mlp'
          ? { windows, ...said?.characters, targets: 'last' }
          : { ...said?.characters, targets: 'every' },
    }
  return said
}

/** How the data of a study are prepared for its default configuration. */
export function usualPreprocessing({
  template,
  space,
  preprocessing,
}: Pick<StudyDefinition, 'template' | 'space' | 'preprocessing'>): PreprocessingOptions | undefined {
  return preprocessingFor(template, completeHyperparameters(template, defaultConfiguration(space)), preprocessing)
}
