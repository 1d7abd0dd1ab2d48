import { constants } from 'node:fs'
import { copyFile, link, mkdir, open, readFile, readdir, realpath, rename, rm, stat, statfs } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { asStoreError } from './errors.ts'
import type { StoreFile, StoreFiles } from './files.ts'

const flags = { create: 'wx+', update: 'r+', read: 'r' } as const
const windows = process.platform === 'win32'

/** The store's file calls on the real disk. */
export const nodeFiles: StoreFiles = {
  open: (path, how) => about(path, async () => new NodeFile(path, await open(path, flags[how]))),
  read: (path) => about(path, () => readFile(path)),
  exists: (path) =>
    about(path, () =>
      stat(path).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false
          throw error
        },
      ),
    ),
  makeFolder: (path) => about(path, () => makeFolder(resolve(path))),
  list: (path) =>
    about(path, async () =>
      (await readdir(path, { withFileTypes: true })).map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory(),
      })),
    ),
  rename: (from, to) => about(to, () => patiently(() => rename(from, to))),
  link: (from, to) => about(to, () => linkOrCopy(from, to)),
  remove: (path) => about(path, () => rm(path, { recursive: true, force: true, maxRetries: windows ? 10 : 0 })),
  syncFolder: (path) => about(path, () => syncFolder(path)),
  realPath: (path) => about(path, () => realpath(path)),
  freeBytes: (path) =>
    about(path, async () => {
      const disk = await statfs(await nearestFolder(path))
      return disk.bavail * disk.bsize
    }),
}

class NodeFile implements StoreFile {
  readonly #path: string
  readonly #handle: FileHandle
  constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    await about(this.#path, async () => {
      let written = 0
      while (written < bytes.length) {
        const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, position + written)
        if (bytesWritten === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' })
        written += bytesWritten
      }
    })
  }

  read(into: Uint8Array, position: number): Promise<number> {
    return about(this.#path, async () => (await this.#handle.read(into, 0, into.length, position)).bytesRead)
  }

  size(): Promise<number> {
    return about(this.#path, async () => (await this.#handle.stat()).size)
  }

  truncate(length: number): Promise<void> {
    return about(this.#path, () => this.#handle.truncate(length))
  }

  sync(): Promise<void> {
    return about(this.#path, () => this.#handle.sync())
  }

  close(): Promise<void> {
    return about(this.#path, () => this.#handle.close())
  }
}

async function about<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw asStoreError(error, path)
  }
}

/** Windows refuses to rename over a file that a virus scanner or an indexer holds open: it lets go within a second. */
async function patiently(call: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const mayPass = windows && (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY')
      if (!mayPass || attempt === 20) throw error
      await wait(50)
    }
  }
}

/** FAT and some network file systems have no hard links. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(code ?? '')) throw error
    await copyFile(from, to, constants.COPYFILE_EXCL)
  }
}

async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; ; made = dirname(made)) {
    await syncFolder(dirname(made))
    if (made === first || made === dirname(made)) return
  }
}

/** Windows cannot open a folder to sync it, and writes names through. */
async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | undefined
  try {
    folder = await open(path, 'r')
    await folder.sync()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const unsupported = code === 'EINVAL' || code === 'ENOTSUP' || (windows && (code === 'EPERM' || code === 'EISDIR'))
    if (!unsupported) throw error
  } finally {
    await folder?.close()
  }
}

async function nearestFolder(path: string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  const above = dirname(path)
  return exists || above === path ? path : nearestFolder(above)
}
