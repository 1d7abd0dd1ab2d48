import { isAbsolute } from 'node:path'
import type { Handlers } from '../../../preload/contract/api.ts'
import type { ImportedDataset } from '../../../preload/contract/types.ts'
import { readEntry } from '../../data/catalogue.ts'
import type { ImportProgress } from '../../data/import/choices.ts'
import type { DatasetReference } from '../../data/reference.ts'
import type { Project } from '../../store/project.ts'
import { AppError } from '../app-error.ts'
import { TableInspector } from '../table-inspector.ts'
import type { HandlerContext } from './context.ts'
import { entryOf } from './datasets.ts'
import { answering } from './refusals.ts'

type ImportHandlers = Pick<
  Handlers,
  'datasets.inspectTable' | 'datasets.importTable' | 'datasets.importFolder' | 'datasets.importText'
>

/** Progress is told no more often than this. */
const tellEveryMs = 200

/** What can be wrong with the files of an import: nothing but their user can act on one rather than on another. */
const refusals = Object.fromEntries(
  [
    'missing-file',
    'empty-file',
    'no-rows',
    'no-media',
    'not-a-table',
    'one-class',
    'too-few-rows',
    'too-large',
    'malformed-row',
    'malformed-header',
    'no-target',
    'no-features',
    'unknown-column',
    'unsuitable-column',
  ].map((code) => [code, 'not-importable']),
)

interface Imported {
  readonly reference: DatasetReference
  readonly leftOut?: readonly unknown[]
  readonly warnings?: readonly { readonly message: string }[]
}

const mostWarnings = 1_000

/** Imports into an open project; taken back, they leave nothing behind. */
export function importHandlers({ workshop, projects }: HandlerContext): ImportHandlers {
  const inspector = new TableInspector()
  const { datasets, clock, emit } = workshop

  /** Has files looked at, telling how far that is. */
  const reading = <T>(
    path: string,
    folder: string | undefined,
    signal: AbortSignal,
    work: (progress: ImportProgress) => Promise<T>,
  ): Promise<T> =>
    answering(async () => {
      if (!isAbsolute(path))
        throw new AppError('not-importable', `${path} is no whole path. Choose the folder or file again.`)
      let toldAt = -Infinity
      const onProgress = (share: number): void => {
        if (clock.now() - toldAt < tellEveryMs) return
        toldAt = clock.now()
        emit({ type: 'importing', ...(folder === undefined ? {} : { folder }), path, share })
      }
      return work({ signal, onProgress })
    }, refusals)

  const importing = (
    folder: string,
    path: string,
    signal: AbortSignal,
    work: (project: Project, progress: ImportProgress) => Promise<Imported>,
  ): Promise<ImportedDataset> =>
    reading(path, folder, signal, async (progress) => {
      const { reference, leftOut = [], warnings = [] } = await work(projects.project(folder), progress)
      emit({ type: 'projects', folder })
      return {
        dataset: entryOf(await readEntry(reference.folder)),
        leftOut: leftOut.length,
        warnings: warnings.slice(0, mostWarnings).map(({ message }) => message),
      }
    })

  return {
    'datasets.inspectTable': ({ path, choices }, { signal }) =>
      reading(path, undefined, signal, (progress) => inspector.inspect(path, choices, progress)),
    'datasets.importTable': ({ folder, path, choices }, { signal }) =>
      importing(folder, path, signal, async (project, progress) => {
        const { reference, inspection } = await datasets.importTable(project, path, choices, progress)
        inspector.forget()
        return { reference, warnings: inspection.warnings }
      }),
    'datasets.importFolder': ({ folder, path, choices }, { signal }) =>
      importing(folder, path, signal, async (project, progress) => {
        const { reference, profile } = await datasets.importFolder(project, path, choices, progress)
        return { reference, ...profile }
      }),
    'datasets.importText': ({ folder, path }, { signal }) =>
      importing(folder, path, signal, async (project, progress) => ({
        reference: await datasets.importRunningText(project, path, progress),
      })),
  }
}
