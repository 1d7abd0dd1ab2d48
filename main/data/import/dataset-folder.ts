import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { DataError } from '../errors.ts'
import { referToDataset } from '../fingerprint.ts'
import type { DatasetReference } from '../reference.ts'

const stagingPrefix = '.importing-'

export interface ImportPlace {
  /** The project's folder of datasets; the dataset becomes a folder in it. Made if it is not there. */
  readonly into: string
  /** Name of the new folder; from the file's name if absent. */
  readonly id?: string
  readonly title?: string
}

/**
 * Makes a new dataset folder out of a file or folder of the user's. It appears whole or not at all.
 *
 * @param path what is imported, for the folder's name
 * @param fill writes dataset.json and the data into the folder that it is given, which does not have its final name yet
 * @throws DataError disk-full, read-only, and what `fill` throws
 */
export async function makeDatasetFolder<T>(
  path: string,
  place: ImportPlace,
  fill: (staging: string, id: string) => Promise<T>,
): Promise<{ readonly reference: DatasetReference; readonly made: T }> {
  return inWords(place.into, async () => {
    await mkdir(place.into, { recursive: true })
    await removeAbandoned(place.into)
    const id = await freeId(place.into, place.id ?? idFrom(basename(path)))
    // Inside a folder of its own, so that an import that was cut off is never taken for a dataset.
    const outer = await mkdtemp(join(place.into, `${stagingPrefix}${process.pid}-`))
    const [staging, folder] = [join(outer, id), join(place.into, id)]
    try {
      await mkdir(staging)
      const made = await fill(staging, id)
      await rename(staging, folder)
      await syncFolder(dirname(folder))
      return { reference: await referToDataset(folder), made }
    } finally {
      await rm(outer, { recursive: true, force: true })
    }
  })
}

/** A folder name that every system takes: lower case, digits, hyphens. */
function idFrom(fileName: string): string {
  const id = basename(fileName, extname(fileName))
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return id || 'table'
}

async function freeId(folder: string, wished: string): Promise<string> {
  const taken = new Set(await readdir(folder))
  let id = wished
  for (let copy = 2; taken.has(id); copy++) id = `${wished}-${copy}`
  return id
}

/** Writes a new file of JSON, and has the disk keep it. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the new folder's name survive a power cut, where the system can sync folders (Windows cannot). */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

/** What an import left behind whose process was killed. */
async function removeAbandoned(into: string): Promise<void> {
  for (const name of await readdir(into)) {
    const owner = new RegExp(`^${stagingPrefix.replace('.', '\\.')}(\\d+)-`).exec(name)?.[1]
    if (owner !== undefined && Number(owner) !== process.pid && !isRunning(Number(owner)))
      await rm(join(into, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What the disk refuses, said in a sentence. */
async function inWords<T>(into: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new DataError(
        'disk-full',
        `There is no room left on the disk of ${into}. Make room and import again; nothing was imported.`,
        error,
      )
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      throw new DataError(
        'read-only',
        `Nothing can be written in ${into}. Choose a project in a folder of your own; nothing was imported.`,
        error,
      )
    throw error
  }
}
