import { join } from 'node:path'
import type { EffectEntry, EffectRun, EffectVersionName } from '../../../preload/contract/types.ts'
import type { EffectTable } from '../../report/effects/table.ts'
import { nodeFiles } from '../../store/node-files.ts'
import type { EffectDefinition, EffectVersion } from '../../study/effects/definition.ts'
import { AppError } from '../app-error.ts'
import type { ProjectService } from '../project-service.ts'
import type { StudyService } from '../study-service.ts'
import type { Workshop } from '../study-session.ts'
import { effectDefinitions, findEffect } from './definitions.ts'
import { readEffect, runEffect, studiesOf, type EffectShop } from './run-effect.ts'

/** The versions that a window offers, by name. */
export const effectVersions: Readonly<Record<EffectVersionName, EffectVersion>> = {
  quick: { kind: 'naive', quick: true },
  naive: { kind: 'naive', quick: false },
  fair: { kind: 'fair', quick: false },
}

const versionNames = Object.keys(effectVersions) as EffectVersionName[]

interface Wanted {
  readonly definition: EffectDefinition
  readonly version: EffectVersionName
}

export interface EffectServiceOptions {
  /** Holds a project for each effect, as `sweetspot effects --project` makes them. */
  readonly folder: string
  readonly workshop: Workshop
  readonly projects: ProjectService
  readonly studies: StudyService
}

/**
 * Measures effects for a window, one after the other, so that each has the machine to itself. Everything about them that
 * lasts is in their projects: what was interrupted is found paused, what is done is read back.
 */
export class EffectService {
  readonly #options: EffectServiceOptions
  readonly #shop: EffectShop
  readonly #waiting: Wanted[] = []
  /** `stop`: taken back before its study could be paused. */
  #current: (Wanted & { study?: string; stop?: boolean }) | undefined
  readonly #failures = new Map<string, string>()
  #closed = false

  constructor(options: EffectServiceOptions) {
    this.#options = options
    const { projects, studies } = options
    this.#shop = {
      project: (folder) => projects.info(folder),
      createStudy: (folder, draft) => studies.create(folder, draft),
      study: (id) => studies.report(id),
      lines: (id) => studies.lines(id),
      enqueue: (id, configuration, because) => studies.enqueue(id, configuration, because),
      retry: (id, trial) => studies.retry(id, trial),
    }
  }

  /** All effects, with how far their versions are. Opens the projects that exist. */
  async list(): Promise<EffectEntry[]> {
    const entries: EffectEntry[] = []
    for (const definition of effectDefinitions) {
      const { id, title, question, datasetId, settings, seeds, fair } = definition
      await this.#open(definition, false)
      entries.push({
        effect: id,
        title,
        question,
        datasetId,
        settings: settings.map(({ label }) => label),
        seeds,
        fair: fair.why,
        runs: versionNames.map((version) => this.#runOf({ definition, version })),
      })
    }
    return entries
  }

  /** Measures a version, or has it wait for those that were asked for before it; what is under way already goes on. */
  async start(effect: string, version: EffectVersionName): Promise<EffectRun> {
    const wanted = { definition: findEffect(effect), version }
    await this.#open(wanted.definition, true)
    if (!this.#isWanted(wanted)) {
      this.#failures.delete(keyOf(wanted))
      this.#waiting.push(wanted)
      if (this.#current === undefined) void this.#work()
      this.#tell()
    }
    return this.#runOf(wanted)
  }

  /** Takes a version back; of one that runs, every training that ended is kept, and the others go on from where they are. */
  async pause(effect: string, version: EffectVersionName): Promise<EffectRun> {
    const wanted = { definition: findEffect(effect), version }
    const place = this.#waiting.findIndex((other) => keyOf(other) === keyOf(wanted))
    if (place !== -1) this.#waiting.splice(place, 1)
    const current = this.#isCurrent(wanted) ? this.#current : undefined
    if (current) current.stop = true
    const study = current?.study
    if (study !== undefined && this.#options.studies.report(study).status === 'running')
      await this.#options.studies.pause(study, 'Paused on the page of effects.')
    this.#tell()
    return this.#runOf(wanted)
  }

  /** The table of a version that is done. */
  async table(effect: string, version: EffectVersionName): Promise<EffectTable | undefined> {
    const definition = findEffect(effect)
    const project = await this.#open(definition, false)
    return project === undefined ? undefined : readEffect(this.#shop, project, definition, effectVersions[version])
  }

  /** How far those are that run, wait or have just changed. */
  runs(): EffectRun[] {
    return effectDefinitions.flatMap((definition) =>
      versionNames.map((version) => this.#runOf({ definition, version })),
    )
  }

  /** The study that is being carried out now. */
  get study(): string | undefined {
    return this.#current?.study
  }

  /** Nothing new begins; what runs is paused by whoever closes its project. */
  close(): void {
    this.#closed = true
    this.#waiting.length = 0
  }

  async #work(): Promise<void> {
    for (;;) {
      const next = this.#waiting.shift()
      this.#current = next
      if (next === undefined || this.#closed) break
      try {
        await this.#measure(next)
      } catch (error) {
        this.#failures.set(keyOf(next), error instanceof Error ? error.message : String(error))
      }
      this.#current = undefined
      this.#tell()
    }
  }

  async #measure(wanted: Wanted): Promise<void> {
    const project = (await this.#open(wanted.definition, true))!
    await runEffect(this.#shop, project, wanted.definition, effectVersions[wanted.version], (study) => {
      const current = this.#current
      if (current?.stop || this.#closed) return Promise.resolve(this.#options.studies.report(study))
      if (current) current.study = study
      this.#tell()
      return this.#options.studies.run(study)
    })
  }

  /** @returns its folder, undefined where there is none yet and none is to be made */
  async #open({ id, title }: EffectDefinition, make: boolean): Promise<string | undefined> {
    const { projects } = this.#options
    const folder = this.#folderOf(id)
    if (projects.isOpen(folder)) return folder
    if (await nodeFiles.exists(join(folder, 'project.json'))) await projects.open(folder)
    else if (!make) return undefined
    else await projects.create(folder, title)
    const { readOnly, heldBy } = projects.info(folder)
    if (make && readOnly)
      throw new AppError(
        'read-only',
        `The project of this effect is open in another program (${heldBy ?? 'unknown'}). Close it there first.`,
      )
    return folder
  }

  #folderOf(effect: string): string {
    return join(this.#options.folder, effect)
  }

  #isCurrent(wanted: Wanted): boolean {
    return this.#current !== undefined && keyOf(this.#current) === keyOf(wanted)
  }

  #isWanted(wanted: Wanted): boolean {
    return this.#isCurrent(wanted) || this.#waiting.some((other) => keyOf(other) === keyOf(wanted))
  }

  #runOf(wanted: Wanted): EffectRun {
    const { definition, version } = wanted
    const { projects } = this.#options
    const folder = this.#folderOf(definition.id)
    const known = projects.isOpen(folder) ? projects.info(folder).studies : []
    const planned = studiesOf(definition, effectVersions[version])
    const reports = planned.flatMap(({ name, trainings }) =>
      known
        .filter((study) => study.name === name)
        .map(({ id }) => this.#options.studies.report(id))
        .filter(({ budget }) => budget.trials === trainings)
        .slice(0, 1),
    )
    const finished = reports.length === planned.length && reports.every(({ status }) => status === 'finished')
    const failure = this.#failures.get(keyOf(wanted))
    const state = this.#isCurrent(wanted)
      ? 'running'
      : this.#isWanted(wanted)
        ? 'waiting'
        : finished
          ? 'done'
          : failure !== undefined
            ? 'failed'
            : reports.length > 0
              ? 'paused'
              : 'none'
    const last = reports.at(-1)
    const because = failure ?? (state === 'paused' ? last?.because : undefined)
    const left = state === 'running' ? last?.progress.secondsLeft?.expected : undefined
    return {
      effect: definition.id,
      version,
      state,
      done: reports.reduce((sum, { counts }) => sum + counts.complete + counts.failed, 0),
      of: planned.reduce((sum, { trainings }) => sum + trainings, 0),
      ...(left === undefined ? {} : { secondsLeft: left }),
      ...(because === undefined ? {} : { because }),
      folder,
      studies: reports.map(({ id }) => id),
    }
  }

  #tell(): void {
    if (!this.#closed) this.#options.workshop.emit({ type: 'effects' })
  }
}

const keyOf = ({ definition, version }: Wanted): string => `${definition.id} ${version}`
