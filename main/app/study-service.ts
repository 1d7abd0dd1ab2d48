import { randomBytes } from 'node:crypto'
import { referToDataset } from '../data/fingerprint.ts'
import type { SavedModel } from '../pool/protocol.ts'
import type { Configuration } from '../search/space/types.ts'
import { idFromName } from '../store/ids.ts'
import type { Budget, StudyDefinition } from '../study/study.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { StudyDraft, StudyReport } from './app.ts'
import { splitOf } from './assignment.ts'
import type { DatasetService } from './dataset-service.ts'
import type { DeviceService } from './devices/device-service.ts'
import { completeDraft } from './draft.ts'
import type { ProjectService } from './project-service.ts'
import type { DataShape } from './search-thread/messages.ts'
import { readSources } from './study-sources.ts'
import { usualPreprocessing } from './suitable-templates.ts'
import type { SearchThread } from './search-thread/client.ts'

/** Makes studies, and has them do what the user asks for. */
export class StudyService {
  readonly #projects: ProjectService
  readonly #datasets: DatasetService
  readonly #thread: SearchThread
  readonly #devices: DeviceService

  constructor(projects: ProjectService, datasets: DatasetService, thread: SearchThread, devices: DeviceService) {
    this.#projects = projects
    this.#datasets = datasets
    this.#thread = thread
    this.#devices = devices
  }

  /**
   * What a draft would become, and what its split gives a network; nothing is made.
   * @param project whose own datasets are looked at first; absent: the bundled ones alone
   * @throws DataError, AppError bad-study, not-trainable
   */
  async plan(
    draft: StudyDraft,
    project?: string,
  ): Promise<{ readonly definition: Omit<StudyDefinition, 'id'>; readonly shape: DataShape }> {
    const within = project === undefined ? undefined : this.#projects.project(project)
    const entry = await this.#datasets.find(draft.datasetId, within)
    await this.#devices.load()
    const undetermined = completeDraft(draft, entry, this.#devices.defaultEngines())
    const { id, fingerprint, folder } = await referToDataset(entry.folder)
    const learnt = await readSources(draft.sources ?? [], this.#projects)
    const definition = {
      ...undetermined,
      dataset: { id, fingerprint },
      ...(learnt.length > 0 ? { sources: learnt } : {}),
    }
    const split = splitOf({ ...definition, id: '' }, { purpose: 'search' })
    const shape = await this.#thread.inspect({ id, folder, fingerprint }, split, usualPreprocessing(definition))
    return { definition, shape }
  }

  /** @throws as `plan`; StoreError read-only, disk-full */
  async create(project: string, draft: StudyDraft): Promise<StudyReport> {
    this.#projects.project(project).requireWritable()
    const { definition } = await this.plan(draft, project)
    const stem = draft.name ?? `${draft.datasetId} ${draft.template}`
    // Unique beyond the project: several projects may be open at once.
    const id = `${idFromName(stem).slice(0, 48)}-${randomBytes(3).toString('hex')}`
    const session = await this.#projects.addStudy(project, { id, ...definition })
    return session.report()
  }

  async start(id: string): Promise<StudyReport> {
    const session = this.#projects.study(id)
    await session.begin({ type: 'start' })
    return session.report()
  }

  async run(id: string): Promise<StudyReport> {
    const session = this.#projects.study(id)
    const { state } = session.core
    const nothingToDo = state.status === 'finished' && state.queue.length === 0
    if (state.status !== 'running' && !nothingToDo) await session.begin({ type: 'start' })
    await session.settled()
    return session.report()
  }

  async pause(id: string, because?: string): Promise<StudyReport> {
    const session = this.#projects.study(id)
    await session.submit({ type: 'pause', ...(because === undefined ? {} : { because }) })
    await session.settled()
    return session.report()
  }

  async stop(id: string, confirm: boolean): Promise<StudyReport> {
    const session = this.#projects.study(id)
    if (confirm) await session.begin({ type: 'stop', confirm })
    else {
      await session.submit({ type: 'stop', confirm })
      await session.settled()
    }
    return session.report()
  }

  async extend(id: string, budget: Budget): Promise<StudyReport> {
    const session = this.#projects.study(id)
    await session.begin({ type: 'extend', budget })
    return session.report()
  }

  /** @returns the trial's number */
  async enqueue(id: string, configuration: Configuration, because?: string): Promise<number> {
    const session = this.#projects.study(id)
    const { trials } = session.core.state
    await session.submit({ type: 'enqueue', configuration, ...(because === undefined ? {} : { because }) })
    return trials.findLast((trial) => trial.origin === 'user')!.number
  }

  async retry(id: string, trial: number): Promise<void> {
    await this.#projects.study(id).submit({ type: 'retry', trial })
  }

  async cancel(id: string, trial: number): Promise<void> {
    await this.#projects.study(id).submit({ type: 'cancel', trial })
  }

  async openTest(id: string): Promise<StudyReport> {
    const session = this.#projects.study(id)
    await session.begin({ type: 'open-test' })
    await session.settled()
    return session.report()
  }

  report(id: string): StudyReport {
    return this.#projects.study(id).report()
  }

  lines(id: string): Promise<readonly JournalLine[]> {
    return this.#projects.study(id).lines()
  }

  model(id: string, trial: number): Promise<SavedModel | undefined> {
    return this.#projects.study(id).model(trial)
  }
}
