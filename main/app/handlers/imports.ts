import { isAbsolute } from 'node:path'
import type { Handlers } from '../../../preload/contract/api.ts'
import type { ImportedDataset } from '../../../preload/contract/types.ts'
import { readEntry } from '../../data/catalogue.ts'
import type { ImportProgress } from '../../data/import/choices.ts'
import type { FolderProfile } from '../../data/import/folder/import-folder.ts'
import type { DatasetReference } from '../../data/reference.ts'
import type { Project } from '../../store/project.ts'
import { AppError } from '../app-error.ts'
import type { HandlerContext } from './context.ts'
import { entryOf } from './datasets.ts'
import { answering } from './refusals.ts'

type ImportHandlers = Pick<Handlers, 'datasets.importFolder' | 'datasets.importText'>

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
  ].map((code) => [code, 'not-importable']),
)

/** Imports into an open project; taken back, they leave nothing behind. */
export function importHandlers({ workshop, projects }: HandlerContext): ImportHandlers {
  const { datasets, clock, emit } = workshop

  const importing = (
    folder: string,
    path: string,
    signal: AbortSignal,
    work: (
      project: Project,
      progress: ImportProgress,
    ) => Promise<{ reference: DatasetReference; profile?: FolderProfile }>,
  ): Promise<ImportedDataset> =>
    answering(async () => {
      if (!isAbsolute(path))
        throw new AppError('not-importable', `${path} is no whole path. Choose the folder or file again.`)
      let toldAt = -Infinity
      const onProgress = (share: number): void => {
        if (clock.now() - toldAt < tellEveryMs) return
        toldAt = clock.now()
        emit({ type: 'importing', folder, path, share })
      }
      const { reference, profile } = await work(projects.project(folder), { signal, onProgress })
      emit({ type: 'projects', folder })
      return {
        dataset: entryOf(await readEntry(reference.folder)),
        leftOut: profile?.leftOut.length ?? 0,
        warnings: profile?.warnings.map(({ message }) => message) ?? [],
      }
    }, refusals)

  return {
    'datasets.importFolder': ({ folder, path, choices }, { signal }) =>
      importing(folder, path, signal, (project, progress) => datasets.importFolder(project, path, choices, progress)),
    'datasets.importText': ({ folder, path }, { signal }) =>
      importing(folder, path, signal, async (project, progress) => ({
        reference: await datasets.importRunningText(project, path, progress),
      })),
  }
}
