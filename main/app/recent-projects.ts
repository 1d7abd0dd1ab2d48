import { join, resolve } from 'node:path'
import { z } from 'zod'
import { openDocument } from '../store/document.ts'
import type { DocumentFormat } from '../store/document.ts'
import { nodeFiles } from '../store/node-files.ts'
import type { Clock } from './clock.ts'

interface RecentData {
  projects: { folder: string; openedAt: number }[]
}

const format: DocumentFormat<RecentData> = {
  name: 'sweetspot-recent-projects',
  version: 1,
  schema: z.looseObject({ projects: z.array(z.object({ folder: z.string(), openedAt: z.number() })) }),
}

const mostRemembered = 30

/** The projects that were opened lately, remembered in the settings folder. Losing them loses no work. */
export class RecentProjects {
  readonly #path: string | undefined
  readonly #clock: Clock
  #turn: Promise<unknown> = Promise.resolve()

  constructor(settingsFolder: string | undefined, clock: Clock) {
    this.#path = settingsFolder === undefined ? undefined : join(settingsFolder, 'recent-projects.json')
    this.#clock = clock
  }

  /** Latest opened first. */
  async list(): Promise<readonly { readonly folder: string; readonly openedAt: number }[]> {
    await this.#turn
    return (await this.#read()).projects
  }

  add(folder: string): Promise<void> {
    const path = resolve(folder)
    return this.#change((projects) => [
      { folder: path, openedAt: this.#clock.now() },
      ...projects.filter((project) => project.folder !== path),
    ])
  }

  forget(folder: string): Promise<void> {
    const path = resolve(folder)
    return this.#change((projects) => projects.filter((project) => project.folder !== path))
  }

  #change(change: (projects: RecentData['projects']) => RecentData['projects']): Promise<void> {
    const turn = this.#turn.then(async () => {
      if (this.#path === undefined) return
      const data = await this.#read()
      await nodeFiles.makeFolder(join(this.#path, '..'))
      const document = openDocument(nodeFiles, this.#path, format, data)
      document.data = { projects: change(data.projects).slice(0, mostRemembered) }
      await document.write()
    })
    // A list that cannot be written must not keep a project from opening.
    this.#turn = turn.catch(() => undefined)
    return this.#turn as Promise<void>
  }

  async #read(): Promise<RecentData> {
    const empty: RecentData = { projects: [] }
    if (this.#path === undefined) return empty
    const document = openDocument(nodeFiles, this.#path, format, empty)
    await document.read().catch(() => undefined)
    return document.data
  }
}
