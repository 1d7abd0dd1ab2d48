import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * Files that a page hands over, since a browser does not tell where on this computer they lie. They stay in a temporary
 * folder for as long as the server runs, one folder a batch, and are then imported by path like any other file.
 */
export interface Uploads {
  /**
   * Stores the body of `POST /upload/<batch>/<path>`.
   * @returns where the batch's file or folder lies; undefined for an address that is none
   */
  receive(pathname: string, request: IncomingMessage): Promise<string | undefined>
  /** Removes everything that was handed over. */
  close(): Promise<void>
}

const batchName = /^[\w-]{8,64}$/

const forbidden = /[\u0000-\u001f<>:"|?*\\/]/
const deepest = 12

export function createUploads(): Uploads {
  let made: Promise<string> | undefined
  return {
    async receive(pathname, request) {
      const parts = partsOf(pathname)
      if (!parts) return undefined
      made ??= mkdtemp(join(tmpdir(), 'sweetspot-upload-'))
      const root = await made
      const file = join(root, ...parts)
      await mkdir(dirname(file), { recursive: true })
      try {
        await pipeline(request, createWriteStream(file))
      } catch (error) {
        await rm(file, { force: true })
        throw error
      }
      return join(root, ...parts.slice(0, 2))
    },
    async close() {
      if (made) await rm(await made, { recursive: true, force: true })
    },
  }
}

/** Batch, then folders and name; undefined if anything in it could leave the batch's folder or is no name everywhere. */
function partsOf(pathname: string): readonly string[] | undefined {
  const [empty, upload, ...encoded] = pathname.split('/')
  if (empty !== '' || upload !== 'upload' || encoded.length < 2 || encoded.length > deepest) return undefined
  const parts = encoded.map(decode)
  const sound = parts.every(
    (part) => part !== '' && part.length <= 200 && !/^\.{1,2}$/.test(part) && !forbidden.test(part),
  )
  return sound && batchName.test(parts[0] as string) ? parts : undefined
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
