import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { StoreFiles } from './files.ts'

/** Names that a write in progress leaves behind when the power fails. */
const temporary = /^\..+\.[0-9a-f-]{36}\.tmp$/

/**
 * Replaces a file as a whole: after a crash at any moment the old contents or the new are there, never a mixture and
 * never nothing. A unique temporary name beside it, write, sync, rename, sync the folder.
 */
export async function writeWholeFile(files: StoreFiles, path: string, parts: Iterable<Uint8Array>): Promise<void> {
  const folder = dirname(path)
  const draft = join(folder, `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    const file = await files.open(draft, 'create')
    try {
      let position = 0
      for (const part of parts) {
        await file.write(part, position)
        position += part.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await files.rename(draft, path)
  } catch (error) {
    await files.remove(draft).catch(() => {})
    throw error
  }
  await files.syncFolder(folder)
}

/** Removes what interrupted writes left in a folder. Only for the holder of the project's lock. */
export async function removeDrafts(files: StoreFiles, folder: string): Promise<void> {
  for (const entry of await files.list(folder)) {
    if (!entry.isFolder && temporary.test(entry.name)) await files.remove(join(folder, entry.name))
  }
}
