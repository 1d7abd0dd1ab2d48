import type { Handlers } from '../../../preload/contract/api.ts'
import type { DatasetEntry, TemplateEntry } from '../../../preload/contract/types.ts'
import type { CatalogueEntry } from '../../data/catalogue.ts'
import { defaultConfiguration } from '../../search/space/configuration.ts'
import { templateDefinitions } from '../../training/templates/definitions.ts'
import { AppError } from '../app-error.ts'
import type { HandlerContext } from './context.ts'
import { defaultObjective, possibleObjectives, defaultSpace } from '../draft.ts'
import { hyperparameterEntries } from '../hyperparameter-entries.ts'
import { suitableTemplates, trainingTask } from '../suitable-templates.ts'
import { answering } from './refusals.ts'

type DatasetHandlers = Pick<Handlers, 'datasets.catalogue' | 'datasets.preview' | 'templates.list'>

export function datasetHandlers({ workshop, projects }: HandlerContext): DatasetHandlers {
  const { datasets, thread } = workshop
  const within = (folder: string | undefined) => (folder === undefined ? undefined : projects.project(folder))
  return {
    'datasets.catalogue': ({ folder }) =>
      answering(async () => {
        const project = within(folder)
        const own = project ? await datasets.ofProject(project) : []
        return { datasets: [...own, ...(await datasets.bundled())].map(entryOf) }
      }),
    'datasets.preview': ({ dataset, folder }) =>
      answering(async () => {
        const entry = await datasets.find(dataset, within(folder))
        return entry.trainable ? thread.preview(entry.folder) : { kind: 'none' }
      }),
    'templates.list': ({ dataset, folder }) =>
      answering(async () => ({ templates: templatesFor(await datasets.find(dataset, within(folder))) })),
  }
}

/** A dataset as a window lists it. */
export function entryOf(entry: CatalogueEntry): DatasetEntry {
  const { id, title, kind, task, rows, classes, licence, trainable, obstacle } = entry
  return {
    id,
    title,
    kind: task === 'time series' ? 'series' : kinds[kind],
    ...(trainable ? { task: trainingTask({ task }) } : {}),
    rows: rows.train + rows.test,
    ...(classes ? { classes: classes.length } : {}),
    licence: licence || 'not stated',
    trainable,
    ...(obstacle === undefined ? {} : { because: obstacle }),
  }
}

const kinds: Readonly<Record<CatalogueEntry['kind'], DatasetEntry['kind']>> = {
  image: 'image',
  spectrogram: 'sound',
  table: 'table',
  text: 'text',
  frames: 'vector',
  characters: 'text',
}

/** @throws AppError not-trainable */
function templatesFor(entry: CatalogueEntry): readonly TemplateEntry[] {
  if (!entry.trainable)
    throw new AppError('not-trainable', `${entry.title}: ${entry.obstacle ?? 'it cannot be trained on yet.'}`)
  return suitableTemplates(entry).map((name, index) => {
    const { title, doc } = templateDefinitions[name]
    const space = defaultSpace(name)
    return {
      name,
      title,
      text: doc,
      recommended: index === 0,
      space,
      objective: defaultObjective(trainingTask(entry), name),
      objectives: possibleObjectives(trainingTask(entry)),
      defaults: defaultConfiguration(space),
      hyperparameters: hyperparameterEntries(name, trainingTask(entry)),
    }
  })
}
