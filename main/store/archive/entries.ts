import type { Entry } from 'yauzl'
import { StoreError } from '../errors.ts'

/** What an archive may unpack to: far above any real project, far below what fills a disk or takes hours. */
export interface ArchiveLimits {
  readonly entries: number
  /** Bytes of all files together. */
  readonly bytes: number
  /** Uncompressed to compressed size of one file; counted from a megabyte on, since small files of zeros are honest. */
  readonly ratio: number
}

export const archiveLimits: ArchiveLimits = { entries: 500_000, bytes: 200e9, ratio: 500 }

const megabyte = 1 << 20
const symbolicLink = 0o120000
const fileTypeMask = 0o170000
/** Names that Windows gives to devices, whatever their ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

const forbidden = /[\u0000-\u001f<>:"|?*\\]/
const deepest = 12
const longest = 1000

/**
 * Refuses what a project's archive never holds: a path that leaves its folder (CWE-22), a link, a name that some system
 * cannot have, the same name twice, and sizes that only a zip bomb has (Fifield 2019).
 *
 * @param file the archive, for the message
 * @throws StoreError archive-refused
 */
export function checkEntries(file: string, entries: readonly Entry[], limits: ArchiveLimits): void {
  const refuse = (what: string): never => {
    throw new StoreError(
      'archive-refused',
      file,
      `${file} was not unpacked: ${what}. Nothing was written. Ask for a new export of the project.`,
    )
  }
  if (entries.length > limits.entries) refuse(`it holds ${entries.length} files, more than ${limits.entries}`)
  const names = new Set<string>()
  let bytes = 0
  for (const entry of entries) {
    const name = entry.fileName
    const why = unsafe(entry)
    if (why) refuse(`"${name.slice(0, 80)}" ${why}`)
    const key = name.toLowerCase().normalize('NFC')
    if (names.has(key)) refuse(`"${name.slice(0, 80)}" is in it twice`)
    names.add(key)
    bytes += entry.uncompressedSize
    const swollen = entry.uncompressedSize > megabyte && entry.uncompressedSize > limits.ratio * entry.compressedSize
    if (swollen) refuse(`"${name.slice(0, 80)}" would grow more than ${limits.ratio} times`)
  }
  if (bytes > limits.bytes) refuse(`it would take ${Math.round(bytes / 1e9)} GB`)
  if (!names.has('project.json')) refuse('it holds no project.json, so it is no exported project')
}

function unsafe(entry: Entry): string | undefined {
  const name = entry.fileName
  const parts = name.replace(/\/$/, '').split('/')
  if (name.length > longest || parts.length > deepest) return 'is nested too deeply'
  if (name.startsWith('/') || parts.some((part) => part === '..' || part === '.' || part === ''))
    return 'leads out of the project'
  if (forbidden.test(name) || parts.some((part) => device.test(part) || /[. ]$/.test(part)))
    return 'is a name that not every system can have'
  if (((entry.externalFileAttributes >>> 16) & fileTypeMask) === symbolicLink) return 'is a link'
  if (entry.isEncrypted()) return 'is encrypted'
  return undefined
}
