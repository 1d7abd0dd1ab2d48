import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { StoreError, asStoreError } from '../errors.ts'
import { archiveLimits, checkEntries, type ArchiveLimits } from './entries.ts'

/**
 * Unpacks an exported project into a folder that is not there yet, or is empty. Everything is checked before anything is
 * written, and it is written beside the folder: at the end the project is there as a whole, or not at all.
 *
 * @returns the folder, absolute
 * @throws StoreError archive-refused, archive-damaged, folder-not-empty, missing, disk-full, not-permitted
 */
export async function unpackProject(
  file: string,
  folder: string,
  limits: ArchiveLimits = archiveLimits,
): Promise<string> {
  const target = resolve(folder)
  await requireFree(target)
  const archive = await openArchive(resolve(file))
  const draft = join(dirname(target), `.${randomUUID()}.unpacking`)
  try {
    const entries = await entriesOf(archive, file, limits)
    await mkdir(draft, { recursive: true })
    for (const entry of entries) await writeEntry(archive, entry, draft, file)
    await rmdir(target).catch(() => undefined)
    await rename(draft, target)
    return target
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw asStoreError(error, target)
  } finally {
    archive.close()
  }
}

async function requireFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw asStoreError(error, folder)
  })
  if (names.length > 0)
    throw new StoreError(
      'folder-not-empty',
      folder,
      `${folder} is not empty. Choose an empty folder or a new name; nothing was changed.`,
    )
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true })
  } catch (error) {
    throw typeof (error as NodeJS.ErrnoException).code === 'string' ? asStoreError(error, path) : damaged(path, error)
  }
}

async function entriesOf(archive: ZipFile, file: string, limits: ArchiveLimits): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    for await (const entry of archive.eachEntry()) {
      entries.push(entry)
      if (entries.length > limits.entries) break
    }
  } catch (error) {
    throw damaged(file, error)
  }
  checkEntries(file, entries, limits)
  return entries
}

async function writeEntry(archive: ZipFile, entry: Entry, folder: string, file: string): Promise<void> {
  const path = join(folder, ...entry.fileName.split('/'))
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true })
    return
  }
  await mkdir(dirname(path), { recursive: true })
  try {
    // The reader ends a stream that gives more or fewer bytes than its entry promises; the sum is left to us.
    const { fileName } = await archive.readLocalFileHeaderPromise(entry)
    if (!fileName.equals(entry.fileNameRaw)) throw new Error(`${entry.fileName} stands under two names`)
    const contents = await archive.openReadStreamPromise(entry)
    await pipeline(contents, (bytes) => requireSum(bytes, entry), createWriteStream(path, { flags: 'wx' }))
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    throw syscall !== undefined && code !== undefined ? asStoreError(error, path) : damaged(file, error)
  }
}

async function* requireSum(bytes: AsyncIterable<Uint8Array>, entry: Entry): AsyncGenerator<Uint8Array> {
  let sum = 0
  for await (const part of bytes) {
    sum = crc32(part, sum)
    yield part
  }
  if (sum !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} does not match`)
}

function damaged(file: string, error: unknown): StoreError {
  const said = error instanceof Error ? error.message : String(error)
  return new StoreError(
    'archive-damaged',
    file,
    `${file} cannot be unpacked: it is no whole zip file (${said}). Nothing was written. Copy it again from where it came.`,
    error,
  )
}
