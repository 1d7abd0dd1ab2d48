import type { DatasetReference } from '../data/reference.ts'
import { verifyFingerprint } from '../data/fingerprint.ts'
import { keepsStates } from '../search/samplers/registry.ts'
import { createPruner } from '../search/pruners/registry.ts'
import { checkConfiguration, defaultConfiguration } from '../search/space/configuration.ts'
import type { SavedModel } from '../pool/protocol.ts'
import type { JournalWriter } from '../store/journal-writer.ts'
import type { Project } from '../store/project.ts'
import type { StudyFolder } from '../store/study-folder.ts'
import { apply } from '../study/apply.ts'
import { StudyCore } from '../study/core.ts'
import type { Computer } from '../study/computer.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { Rules } from '../study/rules.ts'
import { newState } from '../study/state.ts'
import type { StudyDefinition } from '../study/study.ts'
import type { UserEvent } from '../study/event.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import { AppError } from './app-error.ts'
import type { DeviceService } from './devices/device-service.ts'
import { assignmentOf } from './assignment.ts'
import type { AppEvent, StudyReport, StudySummary } from './app.ts'
import type { Clock } from './clock.ts'
import type { DatasetService } from './dataset-service.ts'
import { reportOf, summaryOf } from './report.ts'
import type { SearchThread } from './search-thread/client.ts'
import { SuggestionQueue } from './search-thread/suggestion-queue.ts'
import type { SharedPool } from './shared-pool.ts'
import { studyFormats } from './study-document.ts'
import type { StudyDocument } from './study-document.ts'
import { filesOf, readModel } from './study-files.ts'
import type { StudyFiles } from './study-files.ts'
import { resourceOf } from './resource.ts'
import { stackingOf } from './stacking.ts'
import { StoppingWatch } from './stopping-watch.ts'
import { StudyRunner } from './study-runner.ts'

/** What all open studies of a program share. */
export interface Workshop {
  readonly clock: Clock
  readonly pool: SharedPool
  readonly thread: SearchThread
  readonly datasets: DatasetService
  readonly devices: DeviceService
  /** The one that all studies of this program train on. */
  readonly computer: Computer
  /** Joules since some moment; see AppOptions. */
  readonly readEnergy: (() => Promise<number | undefined>) | undefined
  readonly minimumFreeBytes: number
  /** Disk that a study's kept networks may take. */
  readonly modelBudgetBytes: number
  readonly emit: (event: AppEvent) => void
}

const tickEveryMs = 1_000
/** Seldom enough for the journal, often enough that a crash costs little. */
const energyEveryTicks = 300

/** A study that is open in this program: what its journal tells, and, where it may be changed, what runs it. */
export class StudySession {
  readonly id: string
  readonly notices: readonly string[]
  readonly #workshop: Workshop
  readonly #project: Project
  readonly #core: StudyCore
  readonly #createdAt: number
  readonly #journal: JournalWriter<JournalLine> | undefined
  readonly #suggestions: SuggestionQueue
  readonly #stopping: StoppingWatch
  readonly #runner: StudyRunner | undefined
  readonly #files: StudyFiles | undefined
  readonly #folder: StudyFolder<StudyDocument, JournalLine>
  #dataset: DatasetReference | undefined
  #timer: NodeJS.Timeout | undefined
  #reportedAt = 0
  #ticks = 0
  /** As the counter stood when it was last told. */
  #energy = 0
  #settling: Promise<void> | undefined

  private constructor(
    workshop: Workshop,
    project: Project,
    folder: StudyFolder<StudyDocument, JournalLine>,
    core: StudyCore,
    createdAt: number,
    journal: JournalWriter<JournalLine> | undefined,
    notices: readonly string[],
  ) {
    this.id = folder.id
    this.notices = notices
    this.#workshop = workshop
    this.#project = project
    this.#folder = folder
    this.#core = core
    this.#createdAt = createdAt
    this.#journal = journal
    this.#suggestions = new SuggestionQueue(core.state, (number, assumed, seconds) =>
      workshop.thread.ask(core.state.definition, core.state.trials, number, assumed, seconds),
    )
    this.#stopping = new StoppingWatch(
      core.state,
      (rules) => workshop.thread.advise(core.state.definition, core.state.trials, rules),
      (event) => this.#runner?.advised(event),
    )
    if (!journal) return
    this.#files = filesOf(folder, journal, () => project.freeBytes(), workshop.modelBudgetBytes)
    this.#runner = new StudyRunner({
      core,
      files: this.#files,
      clock: workshop.clock,
      pool: {
        dispatch: (assignment, limits) =>
          workshop.pool.dispatch(assignment, limits, (event) => this.#runner?.hear(event)),
        cancel: (id) => workshop.pool.cancel(id),
      },
      suggest: (number) => this.#suggestions.take(number),
      assign: async (command, checkpoint, parentState) => {
        const { definition } = core.state
        const dataset = this.#dataset ?? (await this.#findDataset())
        // A network that could not be scored is trained again.
        const scoring = command.plan.purpose === 'test' && command.attempt === 1
        const model = scoring ? await this.#files?.loadModel(command.trial) : undefined
        await workshop.devices.load()
        const speeds = definition.engineOrder === 'measured' ? workshop.devices.speeds() : []
        const id = this.#idOf(command)
        return assignmentOf({ id, definition, dataset, command, checkpoint, parentState, model, speeds })
      },
      minimumFreeBytes: workshop.minimumFreeBytes,
      onLines: (lines) => this.#saved(lines),
      onNotice: (level, text) => workshop.emit({ type: 'notice', study: this.id, level, text }),
    })
  }

  /** Makes the study's folder in the project. @throws StoreError */
  static async create(workshop: Workshop, project: Project, definition: StudyDefinition): Promise<StudySession> {
    const createdAt = new Date(workshop.clock.now()).toISOString()
    await project.createStudy(definition.id, { ...definition, createdAt }, studyFormats)
    return StudySession.open(workshop, project, definition.id)
  }

  /** Reads a study; where it may be changed, mends its journal and takes note of what was interrupted. @throws StoreError, ImpossibleLine */
  static async open(workshop: Workshop, project: Project, id: string): Promise<StudySession> {
    const folder = await project.openStudy(id, studyFormats)
    const { createdAt, ...definition } = folder.document.data
    const state = newState(definition)
    const take = (line: JournalLine): void => apply(state, line)
    const { notices, writer } = project.readOnly
      ? { ...(await folder.readLines(take)), writer: undefined }
      : await folder.openJournal(take)
    try {
      const rules = rulesOf(definition)
      const core = StudyCore.resume(state, rules)
      const session = new StudySession(workshop, project, folder, core, Date.parse(createdAt), writer, notices)
      await session.#runner?.submit({ type: 'recover' })
      if (!project.readOnly)
        await folder.checkpoints.prune((trial, run) => {
          const found = core.state.trials[trial]?.runs.find(({ name }) => name === run)
          if (rules.keepsStates && found?.state === 'done' && core.state.stage === 'search') return true
          return (
            found?.state === 'queued' || (found?.state === 'dropped' && core.state.trials[trial]?.rung !== undefined)
          )
        })
      return session
    } catch (error) {
      await writer?.close()
      throw error
    }
  }

  get core(): StudyCore {
    return this.#core
  }

  get project(): Project {
    return this.#project
  }

  summary(): StudySummary {
    return summaryOf(this.#core, { project: this.#project.path, createdAt: this.#createdAt })
  }

  report(): StudyReport {
    return reportOf(this.#core, { project: this.#project.path, createdAt: this.#createdAt })
  }

  /** What carries the study out. @throws StoreError read-only, with the name of who holds the project */
  writable(): StudyRunner {
    this.#project.requireWritable()
    if (!this.#runner) throw new AppError('project-read-only', `${this.id} was opened read-only.`)
    return this.#runner
  }

  /**
   * Has the core take a user's event that may let trials start, after a look at whether the dataset is still the same.
   * @throws DataError dataset-changed, dataset-missing; StudyRefusal; StoreError read-only, disk-full
   */
  async begin(event: UserEvent): Promise<void> {
    const runner = this.writable()
    this.#dataset = await this.#findDataset()
    await verifyFingerprint(this.#dataset)
    if (!this.#settling) await this.#takeEnergy()
    await runner.submit(event)
    runner.note({ type: 'computer', computer: this.#workshop.computer })
    if (runner.busy || this.#core.state.status === 'running') this.#engage()
  }

  /** Has the core take a user's event. @throws StudyRefusal; StoreError read-only, disk-full */
  submit(event: UserEvent): Promise<void> {
    return this.writable().submit(event)
  }

  /** Resolves when the study neither runs nor has anything in hand. */
  async settled(): Promise<void> {
    // What was asked for in the moment in which it settled is waited for too.
    while (this.#settling) await this.#settling
  }

  /** The journal as it is on the disk. */
  async lines(): Promise<readonly JournalLine[]> {
    const lines: JournalLine[] = []
    await this.#folder.readLines((line) => void lines.push(line))
    return lines
  }

  /** The trained network of a trial, if it is one of those that are kept and can be read. */
  async model(trial: number): Promise<SavedModel | undefined> {
    return readModel(this.#folder, trial)
  }

  #engage(): void {
    this.#workshop.pool.share(this.id, this.#core.state.definition.workers)
    this.#timer ??= setInterval(() => this.#tick(), tickEveryMs)
    this.#settling ??= this.writable()
      .settled()
      .then(async () => {
        await this.#noteEnergy()
        await this.writable().settled()
      })
      .finally(() => this.#release())
  }

  /** Pauses, saves and lets go of everything. Safe to call twice. */
  async close(because: string): Promise<void> {
    if (this.#runner && this.#core.state.status === 'running')
      await this.#runner.submit({ type: 'pause', because }).catch((error: unknown) => {
        // It has paused by itself meanwhile, or its lines cannot be saved: then it reopens from those that were.
        const text = error instanceof Error ? error.message : String(error)
        this.#workshop.emit({ type: 'notice', study: this.id, level: 'warning', text })
      })
    await this.settled()
    this.#suggestions.close()
    this.#workshop.thread.forget(this.id)
    await this.#journal?.close()
  }

  #release(): void {
    this.#settling = undefined
    // It was resumed, or its test set opened, at the last moment.
    if (this.#core.state.status === 'running' || this.#runner?.busy) return this.#engage()
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#workshop.pool.share(this.id, 0)
  }

  /** What was used before the study ran is not its own. */
  async #takeEnergy(): Promise<number> {
    const now = (await this.#workshop.readEnergy?.()) ?? 0
    const used = now - this.#energy
    this.#energy = now
    return used
  }

  async #noteEnergy(): Promise<void> {
    const joules = await this.#takeEnergy()
    if (joules > 0) this.#runner?.note({ type: 'energy', joules })
  }

  #tick(): void {
    this.#runner?.tick()
    if (++this.#ticks % energyEveryTicks === 0) void this.#noteEnergy()
    this.#tellProgress()
  }

  #saved(lines: readonly JournalLine[]): void {
    for (const line of lines) this.#workshop.emit({ type: 'line', study: this.id, line })
    this.#suggestions.changed()
    this.#stopping.changed()
    const turned = lines.some(({ type }) => type === 'status' || type === 'stage' || type === 'budget')
    const recently = this.#workshop.clock.now() - this.#reportedAt < tickEveryMs / 2
    if (turned || !recently) this.#tellProgress()
  }

  #tellProgress(): void {
    this.#reportedAt = this.#workshop.clock.now()
    this.#workshop.emit({ type: 'progress', study: this.id, report: this.report() })
  }

  #idOf(command: Parameters<StudyRunner['idOf']>[0]): string {
    return this.writable().idOf(command)
  }

  /** The dataset as it is found now. @throws DataError dataset-missing */
  dataset(): Promise<DatasetReference> {
    return this.#findDataset()
  }

  /** Names of the classes by number; undefined where the dataset is gone, or they are learnt with each split. */
  async classNames(): Promise<readonly string[] | undefined> {
    const { id } = this.#core.state.definition.dataset
    const entry = await this.#workshop.datasets.find(id, this.#project).catch(() => undefined)
    return entry?.classes
  }

  async #findDataset(): Promise<DatasetReference> {
    const { id, fingerprint } = this.#core.state.definition.dataset
    const { folder } = await this.#workshop.datasets.find(id, this.#project)
    return { id, folder, fingerprint }
  }
}

/** The pure functions that a study's core needs besides its definition. */
export function rulesOf(definition: StudyDefinition): Rules {
  const { space, template, pruner, sampler } = definition
  return {
    ...(keepsStates(sampler.name, sampler.options) ? { keepsStates: true as const } : {}),
    stacking: stackingOf(definition),
    baseline: defaultConfiguration(space),
    ...(pruner.name === 'none' ? {} : { pruner: createPruner(pruner.name, pruner.options, resourceOf(definition)) }),
    plannedEpochs: (configuration) => completeHyperparameters(template, configuration).epochs,
    problems: (configuration) => checkConfiguration(space, configuration).map(({ message }) => message),
  }
}
