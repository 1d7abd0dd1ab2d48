import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { StoreError } from './errors.ts'
import type { StoreFile } from './files.ts'
import { findDigits, hasSyncMark, readDigits } from './journal-format.ts'

/** What follows a journal's valid part. */
export interface JournalTail {
  /** Byte at which it begins, and its length. */
  readonly position: number
  readonly bytes: number
  /** Line number at which it begins. */
  readonly line: number
  /** zeros: nothing but zero bytes; torn: the last line was cut short; unsynced: more than that; damaged: was recovered. */
  readonly kind: 'zeros' | 'torn' | 'unsynced' | 'damaged'
}

/** Damage in a part that had been on the disk: no power cut explains it. */
export class JournalDamaged extends StoreError {
  override readonly name = 'JournalDamaged'
  /** Line number, counted from 1, and byte, counted from 0, at which the damage begins. */
  readonly line: number
  readonly position: number
  constructor(path: string, line: number, position: number, sentence: string) {
    super('journal-damaged', path, sentence)
    this.line = line
    this.position = position
  }
}

type Start = Omit<JournalTail, 'kind'>

/**
 * Tells what a power cut may leave behind its last sync from damage to what had been on the disk. The program writes
 * nothing after a line with a sync mark until the sync is done: a sound line that follows such a line proves that
 * everything up to the mark had reached the disk.
 *
 * @throws JournalDamaged when that proof exists
 */
export async function examineTail(file: StoreFile, path: string, start: Start): Promise<JournalTail> {
  let [onlyZeros, newlines, synced] = [true, 0, false]
  let previousSeal: Buffer | undefined
  let firstLine: Buffer | undefined
  for await (const line of linesFrom(file, start.position)) {
    onlyZeros &&= line.every((byte) => byte === 0)
    if (line.at(-1) === 0x0a) newlines++
    firstLine ??= line
    const digitsAt = findDigits(line, 0, line.length)
    if (digitsAt === -1) {
      previousSeal = undefined
      continue
    }
    if (synced && previousSeal && isSound(line, digitsAt, previousSeal)) throw damagedInside(path, start, firstLine)
    synced ||= hasSyncMark(line, 0, digitsAt)
    previousSeal = line.subarray(digitsAt)
  }
  const kind = onlyZeros ? 'zeros' : newlines === 0 ? 'torn' : 'unsynced'
  return { ...start, kind }
}

/** Whether a line's digits fit it and the seal of the line before it. */
function isSound(line: Buffer, digitsAt: number, previousSeal: Buffer): boolean {
  const stored = readDigits(previousSeal, 0)
  if (Number.isNaN(stored)) return false
  return crc32(line.subarray(0, digitsAt), crc32(previousSeal, stored)) === readDigits(line, digitsAt)
}

function damagedInside(path: string, { line, position }: Start, firstLine: Buffer): JournalDamaged {
  const hint = firstLine.at(-2) === 0x0d ? ' Its line endings were changed, as git does on Windows by default.' : ''
  return new JournalDamaged(
    path,
    line,
    position,
    `${basename(path)} is damaged in line ${line} (byte ${position}): what stands there had been saved whole, so no power cut did this.${hint} Nothing was changed. Restore ${path} from a backup, or have it recovered: that keeps the ${line - 2} lines before the damage and sets the rest aside in a file of its own.`,
  )
}

/** A journal is made with its first line in place, so one without it never is a fresh one. */
export function firstLineDamaged(path: string, size: number): JournalDamaged {
  const what = size === 0 ? 'is empty' : 'is damaged in its first line (byte 0), or is no journal'
  return new JournalDamaged(
    path,
    1,
    0,
    `${basename(path)} ${what}. Nothing was changed. Restore ${path} from a backup.`,
  )
}

const [blockBytes, longestLine] = [1 << 16, 1 << 22]

/** Lines with their newlines; the last one may lack it. A hole without newline comes in pieces. */
async function* linesFrom(file: StoreFile, position: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for (;;) {
    const block = Buffer.allocUnsafe(blockBytes)
    const count = await file.read(block, position)
    if (count === 0) break
    position += count
    let bytes: Buffer = Buffer.concat([rest, block.subarray(0, count)])
    for (let next = bytes.indexOf(0x0a) + 1; next > 0; next = bytes.indexOf(0x0a) + 1) {
      yield bytes.subarray(0, next)
      bytes = bytes.subarray(next)
    }
    rest = bytes
    if (rest.length < longestLine) continue
    yield rest
    rest = Buffer.alloc(0)
  }
  if (rest.length > 0) yield rest
}
