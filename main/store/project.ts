import type { Low } from 'lowdb'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { openDocument, readDocument } from './document.ts'
import type { DocumentFormat } from './document.ts'
import { StoreError, isStoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'
import { checkId } from './ids.ts'
import { ProjectLocked, currentHolder, describeHolder, takeLock } from './lock.ts'
import type { HeldLock, LockOptions } from './lock.ts'
import { nodeFiles } from './node-files.ts'
import { StudyFolder, createStudyFolder } from './study-folder.ts'
import type { StudyFormats } from './study-folder.ts'
import { requireInside } from './inside.ts'
import { removeDrafts } from './write-whole-file.ts'

/** What project.json holds; members that this version does not know are kept. */
export interface ProjectData {
  name: string
  /** ISO 8601. */
  createdAt: string
  notes: string
}

export const projectFormat: DocumentFormat<ProjectData> = {
  name: 'sweetspot-project',
  version: 1,
  schema: z.looseObject({ name: z.string(), createdAt: z.string(), notes: z.string() }),
}

export interface OpenProjectOptions {
  /** write: take the lock; read: change nothing; prefer-write: read if another program has it or the disk is read-only. */
  readonly mode: 'write' | 'read' | 'prefer-write'
  readonly lock: LockOptions
  readonly files?: StoreFiles
}

/** git would otherwise change line endings, and with them every checksum; what is large or personal stays out of it. */
const gitAttributes = '* -text\n'
const gitIgnore = 'lock.json*\n*.tmp\nstudies/*/checkpoints/\n'

/**
 * Makes a project in a new or empty folder, and opens it.
 * @throws StoreError project-exists, folder-not-empty, read-only, not-permitted, disk-full
 */
export async function createProject(
  folder: string,
  data: { readonly name: string },
  options: Omit<OpenProjectOptions, 'mode'>,
): Promise<Project> {
  const files = options.files ?? nodeFiles
  const path = resolve(folder)
  await files.makeFolder(path)
  await requireUnused(files, path)
  const lock = await takeLock(files, join(path, 'lock.json'), options.lock)
  try {
    for (const name of ['studies', 'datasets']) await files.makeFolder(join(path, name))
    await writeText(files, join(path, '.gitattributes'), gitAttributes)
    await writeText(files, join(path, '.gitignore'), gitIgnore)
    const createdAt = new Date(options.lock.now()).toISOString()
    const document = openDocument(files, join(path, 'project.json'), projectFormat, {
      name: data.name,
      createdAt,
      notes: '',
    })
    await document.write()
    return new Project(files, path, document, lock, undefined, [])
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A folder in which making a project was cut short may be used again: nothing is in it but our own empty folders. */
async function requireUnused(files: StoreFiles, path: string): Promise<void> {
  for (const { name } of await files.list(path)) {
    if (name === 'project.json')
      throw new StoreError(
        'project-exists',
        path,
        `${path} holds a project already. Open it, or choose another folder.`,
      )
    const ours = name === 'studies' || name === 'datasets'
    const empty = ours && (await files.list(join(path, name))).length === 0
    if (!name.startsWith('.') && !name.startsWith('lock.json') && !empty)
      throw new StoreError(
        'folder-not-empty',
        path,
        `${path} is not empty and holds no project. Choose an empty folder or a new name; nothing was changed.`,
      )
  }
}

/**
 * Opens a project.
 * @throws StoreError project-missing, project-locked (as ProjectLocked), document-damaged, too-new, read-only, not-permitted
 */
export async function openProject(folder: string, options: OpenProjectOptions): Promise<Project> {
  const files = options.files ?? nodeFiles
  const path = resolve(folder)
  const documentPath = join(path, 'project.json')
  if (!(await files.exists(documentPath)))
    throw new StoreError('project-missing', path, `${path} holds no project (no project.json). Check the path.`)
  // Read before the lock is taken: a project that cannot be opened is not touched at all.
  const document = await readDocument(files, documentPath, projectFormat)
  const notices: string[] = []
  const { lock, heldBy } = await lockFor(files, path, options, notices)
  if (lock?.takenOverFrom)
    notices.push(`The program that had ${basename(path)} open last did not close it (${lock.takenOverFrom.since}).`)
  if (lock) {
    // Someone else may have written between the first look and the lock.
    await document.read()
    await removeDrafts(files, path)
  }
  return new Project(files, path, document, lock, heldBy, notices)
}

async function lockFor(
  files: StoreFiles,
  path: string,
  options: OpenProjectOptions,
  notices: string[],
): Promise<{ lock?: HeldLock; heldBy?: string }> {
  const lockPath = join(path, 'lock.json')
  if (options.mode === 'read') {
    const holder = await currentHolder(files, lockPath, options.lock.identify)
    return holder ? { heldBy: describeHolder(holder) } : {}
  }
  try {
    return { lock: await takeLock(files, lockPath, options.lock) }
  } catch (error) {
    if (options.mode === 'write' || !isStoreError(error, 'project-locked', 'read-only', 'not-permitted')) throw error
    notices.push(error.message)
    return error instanceof ProjectLocked ? { heldBy: describeHolder(error.holder) } : {}
  }
}

async function writeText(files: StoreFiles, path: string, text: string): Promise<void> {
  if (await files.exists(path)) return
  const file = await files.open(path, 'create')
  try {
    await file.write(Buffer.from(text), 0)
  } finally {
    await file.close()
  }
}

/** A project folder that is open in this program. */
export class Project {
  readonly files: StoreFiles
  readonly path: string
  readonly document: Low<ProjectData>
  /** What opening had to mend or say, in sentences. */
  readonly notices: readonly string[]
  /** Who holds it, in words, when it is open read-only because of that. */
  readonly heldBy: string | undefined
  #lock: HeldLock | undefined

  constructor(
    files: StoreFiles,
    path: string,
    document: Low<ProjectData>,
    lock: HeldLock | undefined,
    heldBy: string | undefined,
    notices: readonly string[],
  ) {
    this.files = files
    this.path = path
    this.document = document
    this.#lock = lock
    this.heldBy = heldBy
    this.notices = notices
  }

  get readOnly(): boolean {
    return this.#lock === undefined
  }

  /** Ids of the studies, by name. A folder without study.json was left by a creation that a crash cut short. */
  async studyIds(): Promise<readonly string[]> {
    return this.#idsIn('studies', 'study.json')
  }

  /** Ids of the datasets, by name. */
  async datasetIds(): Promise<readonly string[]> {
    return this.#idsIn('datasets', 'dataset.json')
  }

  /** Where a dataset of this project lies, or will lie. @throws StoreError unsafe-id, outside-project */
  async datasetFolder(id: string): Promise<string> {
    const path = join(this.path, 'datasets', checkId(id, this.path))
    await requireInside(this.files, this.path, path)
    return path
  }

  /** @throws StoreError exists, unsafe-id, outside-project, read-only */
  async createStudy<Data extends object, Line extends object>(
    id: string,
    data: Data,
    formats: StudyFormats<Data, Line>,
  ): Promise<StudyFolder<Data, Line>> {
    this.requireWritable()
    return createStudyFolder(this.files, await this.#studyPath(id), id, data, formats)
  }

  /** @throws StoreError study-missing, document-damaged, too-new, unsafe-id, outside-project */
  async openStudy<Data extends object, Line extends object>(
    id: string,
    formats: StudyFormats<Data, Line>,
  ): Promise<StudyFolder<Data, Line>> {
    const path = await this.#studyPath(id)
    if (!(await this.files.exists(join(path, 'study.json'))))
      throw new StoreError('study-missing', path, `${basename(this.path)} has no study called ${id}.`)
    const document = await readDocument(this.files, join(path, 'study.json'), formats.document)
    return new StudyFolder(this.files, path, id, document, formats.journal, this.readOnly)
  }

  /** @throws StoreError read-only */
  requireWritable(): void {
    if (!this.readOnly) return
    const reason = this.heldBy ? `it is open in ${this.heldBy}` : 'it was opened read-only'
    throw new StoreError('read-only', this.path, `${basename(this.path)} cannot be changed here: ${reason}.`)
  }

  /** Bytes that may still be written to the project's disk. */
  freeBytes(): Promise<number> {
    return this.files.freeBytes(this.path)
  }

  /** Gives the lock back. Safe to call twice. */
  async close(): Promise<void> {
    const lock = this.#lock
    this.#lock = undefined
    await lock?.release()
  }

  async #studyPath(id: string): Promise<string> {
    const path = join(this.path, 'studies', checkId(id, this.path))
    await requireInside(this.files, this.path, path)
    return path
  }

  async #idsIn(folder: string, document: string): Promise<readonly string[]> {
    const path = join(this.path, folder)
    if (!(await this.files.exists(path))) return []
    const ids: string[] = []
    for (const entry of await this.files.list(path))
      if (entry.isFolder && (await this.files.exists(join(path, entry.name, document)))) ids.push(entry.name)
    return ids.sort()
  }
}
