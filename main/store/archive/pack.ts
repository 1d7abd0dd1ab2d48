import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, readdir, rename, rm } from 'node:fs/promises'
import { join, posix, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { StoreError, asStoreError } from '../errors.ts'

export interface PackedProject {
  readonly file: string
  readonly files: number
  /** Of the archive. */
  readonly bytes: number
}

/** Of one computer only: who holds the project, and writes that were cut short. */
const left = /^(lock\.json.*|\..+\.tmp)$/

/**
 * Writes a project's folder as one zip file (`.sweetspot`); a file of that name is replaced as a whole, or stays as it was.
 * No study of the project may be running: its files would not be of one moment.
 *
 * @throws StoreError project-missing, outside-project (a link), disk-full, not-permitted
 */
export async function packProject(folder: string, file: string): Promise<PackedProject> {
  const project = resolve(folder)
  const target = resolve(file)
  const names = await namesIn(project, '')
  if (!names.includes('project.json'))
    throw new StoreError('project-missing', project, `${project} holds no project (no project.json). Check the path.`)
  const draft = `${target}.${randomUUID()}.tmp`
  const zip = new ZipFile()
  for (const name of names)
    zip.addReadStreamLazy(name, { compress: true, mode: 0o100644 }, (give) =>
      give(null, createReadStream(join(project, name))),
    )
  zip.end()
  try {
    const failed = new Promise<never>((_, reject) => zip.once('error', reject))
    await Promise.race([pipeline(zip.outputStream, createWriteStream(draft)), failed])
    const { size } = await lstat(draft)
    await rename(draft, target)
    return { file: target, files: names.length, bytes: size }
  } catch (error) {
    await rm(draft, { force: true })
    throw asStoreError(error, target)
  }
}

/** Paths of files below a folder, with forward slashes, in the order of their names. */
async function namesIn(project: string, below: string): Promise<string[]> {
  const path = join(project, below)
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw asStoreError(error, path)
  })
  const names: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = posix.join(below, entry.name)
    if (left.test(entry.name)) continue
    if (entry.isDirectory()) names.push(...(await namesIn(project, name)))
    else if (entry.isFile()) names.push(name)
    else
      throw new StoreError(
        'outside-project',
        join(project, name),
        `${join(project, name)} is a link or a device and cannot be packed. Replace it by a file or remove it.`,
      )
  }
  return names
}
