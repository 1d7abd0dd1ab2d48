import { basename, dirname, join } from 'node:path'
import { StoreError } from './errors.ts'
import type { StoreFile, StoreFiles } from './files.ts'
import { sealHeader } from './journal-format.ts'
import type { JournalFormat } from './journal-format.ts'
import { readJournal } from './journal-reader.ts'
import type { JournalReading } from './journal-reader.ts'
import type { JournalTail } from './journal-tail.ts'
import { JournalWriter } from './journal-writer.ts'
import type { SyncPolicy } from './journal-writer.ts'
import { upgradeJournal } from './journal-upgrade.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** A new journal with its first line in place; an existing file of that name is never replaced. @throws StoreError exists */
export async function createJournal<Line extends object>(
  files: StoreFiles,
  path: string,
  format: JournalFormat<Line>,
): Promise<void> {
  if (await files.exists(path)) throw new StoreError('exists', path, `${path} exists already. Nothing was changed.`)
  await writeWholeFile(files, path, [sealHeader(format.name, format.version).bytes])
}

export interface OpenedJournal<Line extends object> {
  readonly writer: JournalWriter<Line>
  readonly reading: JournalReading
  /** What had to be mended or set aside, in sentences. */
  readonly notices: readonly string[]
}

export interface OpenJournalOptions {
  readonly sync?: SyncPolicy
  /** On damage in the middle keep the lines before it and set the rest aside, instead of refusing. The user's decision. */
  readonly recover?: boolean
}

/**
 * Opens a journal to read it and then append to it. Only for the holder of the project's lock. What a power cut left
 * behind the valid part is copied into a file beside the journal before the journal is cut back to its valid part.
 *
 * @throws StoreError journal-missing, journal-damaged (JournalDamaged has the position), too-new, and those of the disk
 */
export async function openJournal<Line extends object>(
  files: StoreFiles,
  path: string,
  format: JournalFormat<Line>,
  onLine: (line: Line, lineNumber: number) => void,
  options: OpenJournalOptions = {},
): Promise<OpenedJournal<Line>> {
  const notices: string[] = []
  const reading = await readJournal(files, path, format, onLine, { recover: options.recover ?? false })
  await mend(files, path, reading, notices)
  let { end } = reading
  if (reading.version < format.version) {
    const upgraded = await upgradeJournal(files, path, format, reading.version)
    notices.push(upgraded.notice)
    end = upgraded.end
  }
  const file = await files.open(path, 'update')
  return { writer: new JournalWriter(file, path, end, options.sync), reading, notices }
}

async function mend(files: StoreFiles, path: string, reading: JournalReading, notices: string[]): Promise<void> {
  const file = await files.open(path, 'update')
  try {
    if (reading.tail) notices.push(await setAside(files, file, path, reading.tail))
    // What a program that was killed left unsynced is on the disk before anything is written after it.
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Moves the tail into a file of its own, which is on the disk before the journal is cut. */
async function setAside(files: StoreFiles, file: StoreFile, path: string, tail: JournalTail): Promise<string> {
  const bytes = Buffer.alloc(tail.bytes)
  await file.read(bytes, tail.position)
  const aside = await freeName(files, path)
  await writeWholeFile(files, aside, [bytes])
  await file.truncate(tail.position)
  return `${describeTail(path, tail)} It was set aside in ${basename(aside)}.`
}

/** What a reader tells of a tail, a sentence. */
export function describeTail(path: string, tail: JournalTail): string {
  const name = basename(path)
  const before = `the ${tail.line - 2} lines before it are intact.`
  if (tail.kind === 'torn')
    return `${name}: the last line (${tail.line}) was cut short, most likely by a power cut; ${before}`
  if (tail.kind === 'zeros')
    return `${name}: the end of the file (from line ${tail.line}) is blank, most likely through a power cut; ${before}`
  if (tail.kind === 'damaged')
    return `${name} was damaged in line ${tail.line} (byte ${tail.position}) and recovered as you asked; ${before}`
  return `${name}: the end of the file (from line ${tail.line}) had not reached the disk whole, most likely because of a power cut; ${before}`
}

async function freeName(files: StoreFiles, path: string): Promise<string> {
  const taken = new Set((await files.list(dirname(path))).map((entry) => entry.name))
  for (let number = 1; ; number++) {
    const name = `${basename(path)}.aside-${number}`
    if (!taken.has(name)) return join(dirname(path), name)
  }
}
