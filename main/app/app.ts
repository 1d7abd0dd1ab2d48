/**
 * The application without a shell: what the command line, the web host and Electron all stand on.
 * A shell calls `createApp` (create-app.ts) with its way to fork, and where the resources lie.
 */
import type { Insights } from '../search/explain/insights.ts'
import type { Backend } from '../../preload/contract/api.ts'
import type {
  ProjectInfo,
  ReportDocument,
  ScoredTrial,
  StudyReport,
  StudySummary,
} from '../../preload/contract/types.ts'
import type { CatalogueEntry } from '../data/catalogue.ts'
import type { ImportChoices, ImportProgress } from '../data/import/choices.ts'
import type { FolderChoices } from '../data/import/folder/choices.ts'
import type { ImportedFolder } from '../data/import/folder/import-folder.ts'
import type { DatasetReference } from '../data/reference.ts'
import type { ImportedTable } from '../data/import/import-table.ts'
import type { PackedProject } from '../store/archive/pack.ts'
import type { CardMemory } from '../pool/card-memory.ts'
import type { Fork } from '../pool/fork.ts'
import type { PoolLimits } from '../pool/limits.ts'
import type { SavedModel } from '../pool/protocol.ts'
import type { Configuration } from '../search/space/types.ts'
import type { Budget, StudyDefinition } from '../study/study.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { Clock } from './clock.ts'
import type { ReportFile } from './reports/report-file.ts'

export { AppError } from './app-error.ts'
export type { Clock, ProjectInfo, ScoredTrial, StudyReport, StudySummary }

export interface AppOptions {
  /** How this shell starts a worker. */
  readonly fork: Fork
  /** Folder that holds datasets/ and templates/. */
  readonly resources: string
  /** Path of dist/main/search-thread.js. */
  readonly searchThread: string
  /** Where `projects.create` makes new projects. */
  readonly projectsFolder: string
  /** Where the recent projects are remembered; absent: they are not. */
  readonly settingsFolder?: string
  readonly version: string
  /** Default: the computer's. */
  readonly clock?: Clock
  /** No trial starts while less than this is free on the project's disk; default 200 MB. */
  readonly minimumFreeBytes?: number
  /** Disk that a study's kept networks may take; the best one stays whatever its size. Default 1 GB. */
  readonly modelBudgetBytes?: number
  readonly poolLimits?: Partial<PoolLimits>
  /** Joules that the processor took since some moment, where the shell can read its counters; undefined where it cannot. */
  readonly readEnergy?: () => Promise<number | undefined>
  /** Folder of the built program that draws reports; absent: reports cannot be written. */
  readonly reportProgram?: string
  /** Memory of the graphics card, where the shell can ask its driver; undefined where it cannot. */
  readonly readCardMemory?: () => Promise<CardMemory | undefined>
}

export type AppEvent =
  /** A journal line, after it was saved. Epochs, results, status: everything that happens to a study. */
  | { readonly type: 'line'; readonly study: string; readonly line: JournalLine }
  /** About once a second while a study runs, and whenever its status changes. */
  | { readonly type: 'progress'; readonly study: string; readonly report: StudyReport }
  | {
      readonly type: 'notice'
      readonly study?: string
      readonly level: 'info' | 'warning' | 'error'
      readonly text: string
    }
  | { readonly type: 'workers' }
  /** Engines are being tested, or have been. */
  | { readonly type: 'devices' }
  /** An effect that is measured for a window began, waits, ended, or was paused. */
  | { readonly type: 'effects' }
  /** How far an import into a project, or a look at a file, is: the share that is read. */
  | { readonly type: 'importing'; readonly folder?: string; readonly path: string; readonly share: number }
  /** A project was opened, made, closed or forgotten, or a study or dataset was made in one. */
  | { readonly type: 'projects'; readonly folder?: string }

/** Some of a record's members; those left out or undefined have defaults. */
export type PartOf<T> = { readonly [Member in keyof T]?: T[Member] | undefined }

/** An earlier study: by its id, where its project is open; by the folder of its project (then absent: the newest one). */
export interface SourceReference {
  readonly project?: string
  readonly study?: string
}

/** What a new study needs said; everything else has a default that fits the dataset and the template. */
export interface StudyDraft {
  readonly name?: string
  readonly datasetId: string
  readonly template: StudyDefinition['template']
  readonly topology?: StudyDefinition['topology']
  readonly budget?: Budget
  readonly space?: StudyDefinition['space']
  readonly objective?: StudyDefinition['objective']
  /** What is optimised beside it. */
  readonly furtherObjectives?: NonNullable<StudyDefinition['furtherObjectives']>
  readonly sampler?: StudyDefinition['sampler']
  readonly pruner?: StudyDefinition['pruner']
  readonly protocol?: PartOf<StudyDefinition['protocol']>
  /** In place of the usual ones, where `protocol` does not say what follows the search. */
  readonly confirmation?: PartOf<StudyDefinition['protocol']['confirm']>
  readonly seed?: number
  readonly workers?: number
  readonly engines?: StudyDefinition['engines']
  readonly keepModels?: number
  readonly retries?: number
  readonly limits?: StudyDefinition['limits']
  /** What else may end the search, or be told. */
  readonly stopping?: NonNullable<StudyDefinition['stopping']>
  readonly preprocessing?: NonNullable<StudyDefinition['preprocessing']>
  /** Earlier studies to learn from, on other data or with another space. */
  readonly sources?: readonly SourceReference[]
}

export interface App {
  /** Requests and events of the contract, for the shells that serve a window. */
  readonly backend: Backend

  /** Makes the folder if needed. @throws StoreError project-exists, folder-not-empty, not-permitted, read-only, disk-full */
  createProject(folder: string, options?: { readonly name?: string }): Promise<ProjectInfo>
  /** A second program gets it read-only; one that is open here is answered for. @throws StoreError project-missing, document-damaged, too-new */
  openProject(folder: string): Promise<ProjectInfo>
  /** Pauses its studies, saves, gives its lock back. */
  closeProject(folder: string): Promise<void>
  project(folder: string): ProjectInfo
  /** Writes an open project into one file. @throws AppError not-now while one of its studies runs; StoreError */
  packProject(folder: string, file: string): Promise<PackedProject>
  /** Unpacks such a file into a folder that is not there yet, and opens it. @throws StoreError archive-refused, archive-damaged, folder-not-empty */
  unpackProject(file: string, folder: string): Promise<ProjectInfo>

  /** The bundled datasets. */
  datasets(): Promise<readonly CatalogueEntry[]>
  /** Copies a CSV or TSV file into a project; `reference.id` is what a draft names. @throws DataError, StoreError read-only */
  importTable(project: string, file: string, choices?: ImportChoices, progress?: ImportProgress): Promise<ImportedTable>
  /** Makes a dataset of a folder of pictures or recordings, in classes. @throws DataError, StoreError read-only */
  importFolder(
    project: string,
    folder: string,
    choices?: FolderChoices,
    progress?: ImportProgress,
  ): Promise<ImportedFolder>
  /** Copies one long text into a project, to be learnt character by character. @throws DataError, StoreError read-only */
  importRunningText(project: string, file: string, progress?: ImportProgress): Promise<DatasetReference>

  /** @throws DataError dataset-missing; AppError not-trainable, bad-study (the sentence says which setting to change) */
  createStudy(project: string, draft: StudyDraft): Promise<StudyReport>
  study(id: string): StudyReport
  /** Journal lines of a study so far, in order, read from the disk. */
  lines(id: string): Promise<readonly JournalLine[]>
  /** The trained network of a trial, if it is one of those that are kept. */
  model(id: string, trial: number): Promise<SavedModel | undefined>

  /**
   * Starts or resumes a study; resolves when it has finished, paused or stopped. Joins one that runs; answers at once for
   * one that is finished.
   * @throws DataError dataset-changed, dataset-missing; StoreError read-only; StudyRefusal budget-spent
   */
  run(id: string): Promise<StudyReport>
  /** As `run`, but resolves once it runs. */
  start(id: string): Promise<StudyReport>
  /** Running trials are broken off and go on from their checkpoints later; resolves when none runs and all is saved. */
  pause(id: string, because?: string): Promise<StudyReport>
  /** Ends the search; `confirm` has the best configurations train again with fresh seeds first. */
  stop(id: string, options: { readonly confirm: boolean }): Promise<StudyReport>
  /** New limits in place of the old ones; a finished study goes on. */
  extend(id: string, budget: Budget): Promise<StudyReport>
  /** @returns the trial's number */
  enqueue(id: string, configuration: Configuration, because?: string): Promise<number>
  retry(id: string, trial: number): Promise<void>
  cancel(id: string, trial: number): Promise<void>
  /** The user's deliberate act, once in a study's life; resolves with both scores in the report. */
  openTest(id: string): Promise<StudyReport>
  /** What its trials say about its parameters. @throws AppError study-missing, search-failed */
  insights(id: string): Promise<Insights>

  /** Everything that a report of the study says, and the same as one HTML file. @throws AppError study-missing; ReportUnavailable */
  report(id: string): Promise<ReportDocument>
  reportFile(id: string): Promise<ReportFile>

  /** @returns a function that ends the subscription */
  subscribe(listener: (event: AppEvent) => void): () => void
  /** Pauses what runs, saves, ends workers and threads, gives locks back. Nothing is left behind; safe to call twice. */
  close(): Promise<void>
}
