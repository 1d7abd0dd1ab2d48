import { basename, resolve } from 'node:path'
import type { ProjectInfo } from '../../preload/contract/types.ts'
import { packProject, type PackedProject } from '../store/archive/pack.ts'
import { unpackProject } from '../store/archive/unpack.ts'
import { isStoreError } from '../store/errors.ts'
import { createProject, openProject } from '../store/project.ts'
import type { Project } from '../store/project.ts'
import type { StudyDefinition } from '../study/study.ts'
import { AppError } from './app-error.ts'
import { StudySession } from './study-session.ts'
import type { Workshop } from './study-session.ts'

interface OpenProject {
  readonly project: Project
  readonly notices: string[]
  readonly studies: Map<string, StudySession>
}

/** The projects that are open in this program, and the studies in them. */
export class ProjectService {
  readonly #workshop: Workshop
  readonly #open = new Map<string, OpenProject>()
  /** Openings under way, by folder. */
  readonly #opening = new Map<string, Promise<OpenProject>>()

  constructor(workshop: Workshop) {
    this.#workshop = workshop
  }

  async create(folder: string, name = basename(resolve(folder))): Promise<ProjectInfo> {
    const project = await createProject(folder, { name }, { lock: this.#lock() })
    this.#open.set(project.path, { project, notices: [], studies: new Map() })
    this.#workshop.emit({ type: 'projects', folder: project.path })
    return this.info(project.path)
  }

  async open(folder: string): Promise<ProjectInfo> {
    const path = resolve(folder)
    if (!this.#open.has(path)) {
      const opening = this.#opening.get(path) ?? this.#read(path).finally(() => this.#opening.delete(path))
      this.#opening.set(path, opening)
      this.#open.set(path, await opening)
      this.#workshop.emit({ type: 'projects', folder: path })
    }
    return this.info(path)
  }

  async #read(path: string): Promise<OpenProject> {
    const project = await openProject(path, { mode: 'prefer-write', lock: this.#lock() })
    try {
      const opened: OpenProject = { project, notices: [...project.notices], studies: new Map() }
      for (const id of await project.studyIds()) await this.#readStudy(opened, id)
      return opened
    } catch (error) {
      await project.close()
      throw error
    }
  }

  /** A study that cannot be read is said to be so; the others of its project open all the same. */
  async #readStudy({ project, notices, studies }: OpenProject, id: string): Promise<void> {
    if (this.find(id)) {
      notices.push(`${id} is open already, from another copy of the project. Close that one to see this one.`)
      return
    }
    try {
      const session = await StudySession.open(this.#workshop, project, id)
      studies.set(id, session)
      notices.push(...session.notices)
    } catch (error) {
      const known = isStoreError(error) || (error instanceof Error && 'code' in error)
      if (!known) throw error
      notices.push(`The study ${id} cannot be opened: ${(error as Error).message}`)
    }
  }

  async close(folder: string, because = 'The project was closed.'): Promise<void> {
    const { project, studies } = this.#require(folder)
    this.#open.delete(project.path)
    for (const session of studies.values()) await session.close(because)
    await project.close()
    this.#workshop.emit({ type: 'projects', folder: project.path })
  }

  /** Removes an open project that holds nothing. @throws AppError not-now where it holds something, or is read-only */
  async discard(folder: string): Promise<void> {
    const { project, studies } = this.#require(folder)
    if (project.readOnly || studies.size > 0 || (await project.datasetIds()).length > 0)
      throw new AppError(
        'not-now',
        `${project.path} is not empty, so it stays. Delete the folder by hand if you mean it.`,
      )
    await this.close(folder)
    await project.files.remove(project.path)
  }

  /** Writes an open project into one file. @throws AppError not-now while one of its studies runs; StoreError */
  async pack(folder: string, file: string): Promise<PackedProject> {
    const { project, studies } = this.#require(folder)
    const running = [...studies.values()].find((session) => session.summary().status === 'running')
    if (running)
      throw new AppError('not-now', `${running.summary().name} is running. Pause it, then export the project again.`)
    return packProject(project.path, file)
  }

  /** Unpacks a project's file into a folder that is not there yet, and opens it. @throws StoreError */
  async unpack(file: string, folder: string): Promise<ProjectInfo> {
    return this.open(await unpackProject(resolve(file), folder))
  }

  async closeAll(because: string): Promise<void> {
    await Promise.allSettled(this.#opening.values())
    await Promise.all([...this.#open.keys()].map((folder) => this.close(folder, because)))
  }

  info(folder: string): ProjectInfo {
    const { project, notices, studies } = this.#require(folder)
    return {
      folder: project.path,
      name: project.document.data.name,
      readOnly: project.readOnly,
      ...(project.heldBy === undefined ? {} : { heldBy: project.heldBy }),
      notices,
      studies: [...studies.values()]
        .map((session) => session.summary())
        .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
    }
  }

  isOpen(folder: string): boolean {
    return this.#open.has(resolve(folder))
  }

  /** @throws AppError project-missing */
  project(folder: string): Project {
    return this.#require(folder).project
  }

  /** Has `look` read a project that need not be open here, and may be open in another program. @throws StoreError */
  async lookInto<T>(folder: string, look: (project: Project) => Promise<T>): Promise<T> {
    const project = await openProject(resolve(folder), { mode: 'read', lock: this.#lock() })
    try {
      return await look(project)
    } finally {
      await project.close()
    }
  }

  async addStudy(folder: string, definition: StudyDefinition): Promise<StudySession> {
    const { project, studies } = this.#require(folder)
    const session = await StudySession.create(this.#workshop, project, definition)
    studies.set(session.id, session)
    this.#workshop.emit({ type: 'projects', folder: project.path })
    return session
  }

  /** @throws AppError study-missing */
  study(id: string): StudySession {
    const session = this.find(id)
    if (!session)
      throw new AppError('study-missing', `No open project has a study called ${id}. Open its project first.`)
    return session
  }

  /** The open study of this id, if there is one. */
  find(id: string): StudySession | undefined {
    for (const { studies } of this.#open.values()) {
      const session = studies.get(id)
      if (session) return session
    }
    return undefined
  }

  #require(folder: string): OpenProject {
    const path = resolve(folder)
    const open = this.#open.get(path)
    if (!open) throw new AppError('project-missing', `${path} is not open. Open the project first.`)
    return open
  }

  #lock(): { readonly now: () => number } {
    return { now: () => this.#workshop.clock.now() }
  }
}
