/**
 * The application without a shell: what the command line, the web host and Electron all stand on.
 * A shell calls `createApp` with its way to fork, a clock, and where the resources lie.
 */
import type { Configuration } from '../search/space/types.ts'
import type { TrialState } from '../search/trial.ts'
import type { Budget } from '../study/budget.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { Progress } from '../study/progress.ts'
import type { StudyStage, StudyStatus } from '../study/state.ts'
import type { StudyDefinition } from '../study/study.ts'
import type { Metrics } from '../training/result.ts'

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}

/** A project that is open in this program. */
export interface ProjectInfo {
  readonly folder: string
  readonly name: string
  /** True when another program holds the project: it can be read, nothing in it changes. */
  readonly readOnly: boolean
  /** Who holds it, in words, when readOnly. */
  readonly heldBy?: string
  /** What opening had to mend or set aside, in sentences. */
  readonly notices: readonly string[]
  readonly studies: readonly StudySummary[]
}

export interface StudySummary {
  readonly id: string
  readonly name: string
  readonly project: string
  readonly datasetId: string
  readonly status: StudyStatus
  readonly stage: StudyStage
  /** Why it has this status, a sentence. */
  readonly because: string
  readonly trials: number
  readonly best?: ScoredTrial
  readonly createdAt: number
}

export interface ScoredTrial {
  readonly trial: number
  readonly configuration: Configuration
  /** The objective as the search saw it: optimistic for the best of many. */
  readonly value: number
  /** All validation metrics of its first search run. */
  readonly validation: Metrics
  /** Fresh seeds' objective: mean, standard deviation (absent for one seed), and how many. */
  readonly confirmed?: { readonly mean: number; readonly deviation?: number; readonly seeds: number }
  /** Present once the sealed test set has been opened. */
  readonly test?: Metrics
}

/** Where a study stands: everything that a report of a few lines needs. */
export interface StudyReport extends StudySummary {
  readonly definition: StudyDefinition
  readonly counts: Readonly<Record<TrialState, number>>
  /** Seconds of running so far. */
  readonly seconds: number
  readonly epochs: number
  readonly progress: Progress
  /** Trial 0, once complete. */
  readonly baseline?: ScoredTrial
  /** What is recommended: by confirmation if there was one, else by validation. */
  readonly chosen?: ScoredTrial
  readonly finalists: readonly ScoredTrial[]
  readonly test?: { readonly openedAt: number; readonly afterTrials: number; readonly tunedSince: boolean }
  readonly engines: readonly { readonly engine: string; readonly device: string; readonly trials: number }[]
}

export interface WorkerState {
  readonly worker: number
  readonly pid?: number
  readonly trial?: number
  readonly study?: string
  readonly rssBytes?: number
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

/** What a new study needs said; everything else has a default that fits the dataset and the template. */
export interface StudyDraft {
  readonly name?: string
  readonly datasetId: string
  readonly template: StudyDefinition['template']
  readonly space?: StudyDefinition['space']
  readonly objective?: StudyDefinition['objective']
  readonly sampler?: StudyDefinition['sampler']
  readonly pruner?: StudyDefinition['pruner']
  readonly protocol?: Partial<StudyDefinition['protocol']>
  readonly budget: Budget
  readonly seed?: number
  readonly workers?: number
  readonly engines?: StudyDefinition['engines']
  readonly keepModels?: number
  readonly retries?: number
  readonly limits?: StudyDefinition['limits']
}

export interface App {
  /** Makes the folder if needed. @throws AppError project-exists, folder-not-empty, folder-not-writable */
  createProject(folder: string, options?: { readonly name?: string }): Promise<ProjectInfo>
  /** A second program gets it read-only. @throws AppError project-missing, project-damaged, project-too-new */
  openProject(folder: string): Promise<ProjectInfo>
  closeProject(folder: string): Promise<void>
  project(folder: string): ProjectInfo

  /** @throws AppError dataset-missing, bad-study (the sentence says which setting to change) */
  createStudy(project: string, draft: StudyDraft): Promise<StudyReport>
  study(id: string): StudyReport
  /** Journal lines of a study so far, in order. */
  lines(id: string): readonly JournalLine[]

  /**
   * Starts or resumes a study; resolves when it has finished, paused or stopped. While it runs, `pause` and the others act on it.
   * @throws AppError dataset-changed, dataset-missing, project-read-only
   */
  run(id: string): Promise<StudyReport>
  /** Resolves when no trial is running any more and everything is saved. */
  pause(id: string, because?: string): Promise<StudyReport>
  stop(id: string, options: { readonly confirm: boolean }): Promise<StudyReport>
  extend(id: string, budget: Budget): Promise<StudyReport>
  enqueue(id: string, configuration: Configuration): Promise<number>
  retry(id: string, trial: number): Promise<void>
  cancel(id: string, trial: number): Promise<void>
  /** The user's deliberate act, once in a study's life; resolves with both scores in the report. */
  openTest(id: string): Promise<StudyReport>

  workers(): readonly WorkerState[]
  /** @returns a function that ends the subscription */
  subscribe(listener: (event: AppEvent) => void): () => void
  /** Pauses what runs, saves, ends workers and threads, gives locks back. Nothing is left behind; safe to call twice. */
  close(): Promise<void>
}

/** A sentence for the user: what happened, to what, what to do. Callers act on the code. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: string
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
