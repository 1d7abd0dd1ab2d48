import { join } from 'node:path'
import type { CatalogueEntry } from '../data/catalogue.ts'
import { findBundled, listBundled, readEntry } from '../data/catalogue.ts'
import type { ImportChoices, ImportProgress } from '../data/import/choices.ts'
import { importRunningText } from '../data/import/import-running-text.ts'
import type { FolderChoices } from '../data/import/folder/choices.ts'
import { importFolder, type ImportedFolder } from '../data/import/folder/import-folder.ts'
import { importTable } from '../data/import/import-table.ts'
import type { ImportedTable } from '../data/import/import-table.ts'
import type { DatasetReference } from '../data/reference.ts'
import type { Project } from '../store/project.ts'

/** The datasets that studies can be made of: the bundled ones, and those that were imported into a project. */
export class DatasetService {
  readonly #bundledFolder: string

  /** @param resources folder that holds datasets/ */
  constructor(resources: string) {
    this.#bundledFolder = join(resources, 'datasets')
  }

  bundled(): Promise<readonly CatalogueEntry[]> {
    return listBundled(this.#bundledFolder)
  }

  /** Those that were imported into a project, by id; one whose description cannot be understood is left out. */
  async ofProject(project: Project): Promise<readonly CatalogueEntry[]> {
    const ids = await project.datasetIds()
    const entries = await Promise.all(
      ids.map(async (id) => readEntry(await project.datasetFolder(id)).catch(() => undefined)),
    )
    return entries.filter((entry) => entry !== undefined)
  }

  /** A project's own dataset of this id, else the bundled one. @throws DataError dataset-missing */
  async find(id: string, project?: Project): Promise<CatalogueEntry> {
    if (project && (await project.datasetIds()).includes(id)) return readEntry(await project.datasetFolder(id))
    return findBundled(this.#bundledFolder, id)
  }

  /** Copies a CSV or TSV file into a project as a dataset. @throws DataError; StoreError read-only */
  async importTable(
    project: Project,
    path: string,
    choices: ImportChoices = {},
    progress: ImportProgress = {},
  ): Promise<ImportedTable> {
    project.requireWritable()
    return importTable(path, { into: join(project.path, 'datasets') }, choices, progress)
  }

  /** Makes arrays in a project of a folder of pictures or recordings. @throws DataError; StoreError read-only */
  async importFolder(
    project: Project,
    path: string,
    choices: FolderChoices = {},
    progress: ImportProgress = {},
  ): Promise<ImportedFolder> {
    project.requireWritable()
    return importFolder(path, { into: join(project.path, 'datasets') }, choices, progress)
  }

  /** Copies one long text into a project as a dataset. @throws DataError; StoreError read-only */
  async importRunningText(project: Project, path: string, progress: ImportProgress = {}): Promise<DatasetReference> {
    project.requireWritable()
    return importRunningText(path, { into: join(project.path, 'datasets') }, progress)
  }
}
