import { isAscii } from 'node:buffer'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { tooNew } from './document.ts'
import { StoreError, isStoreError } from './errors.ts'
import type { StoreFile, StoreFiles } from './files.ts'
import { emptyJournal, findDigits, readDigits, unseal } from './journal-format.ts'
import type { JournalFormat, JournalPosition } from './journal-format.ts'
import { examineTail, firstLineDamaged } from './journal-tail.ts'
import type { JournalTail } from './journal-tail.ts'

export interface JournalReading {
  /** Format version of the file. */
  readonly version: number
  /** Lines that were read, the first one with the version not among them. */
  readonly lines: number
  /** Where the valid part ends. */
  readonly end: JournalPosition
  /** What follows the valid part: cut short or not written through, most likely by a power cut. */
  readonly tail?: JournalTail
}

const blockBytes = 1 << 20
const [comma, newline, closingBracket] = [0x2c, 0x0a, 0x5d]

/**
 * Reads a journal from its first line to its last valid one, a megabyte at a time, changing nothing.
 * Half a million epochs take about a second.
 *
 * @param onLine is given every line in order with its line number in the file (the first data line is line 2)
 * @param options.recover takes damage in the middle for the end of the journal, instead of refusing
 * @throws StoreError journal-missing, too-new, journal-damaged (damage that a power cut does not explain: with line
 *         and byte position). Lines before the damage have been handed to onLine by then.
 */
export async function readJournal<Line extends object>(
  files: StoreFiles,
  path: string,
  format: JournalFormat<Line>,
  onLine: (line: Line, lineNumber: number) => void,
  options: { readonly recover?: boolean } = {},
): Promise<JournalReading> {
  const file = await openForReading(files, path)
  try {
    return await new JournalReader(file, path, format, onLine).readAll(options.recover ?? false)
  } finally {
    await file.close()
  }
}

async function openForReading(files: StoreFiles, path: string): Promise<StoreFile> {
  try {
    return await files.open(path, 'read')
  } catch (error) {
    if (!isStoreError(error, 'missing')) throw error
    throw new StoreError(
      'journal-missing',
      path,
      `${path} is gone, and with it this study's trials. Restore it from a backup; nothing was changed.`,
      error,
    )
  }
}

class JournalReader<Line extends object> {
  readonly #file: StoreFile
  readonly #path: string
  readonly #format: JournalFormat<Line>
  readonly #onLine: (line: Line, lineNumber: number) => void
  #end: JournalPosition = emptyJournal
  #version = 0
  /** Lines read so far, the first one included. */
  #lines = 0

  constructor(
    file: StoreFile,
    path: string,
    format: JournalFormat<Line>,
    onLine: (line: Line, lineNumber: number) => void,
  ) {
    this.#file = file
    this.#path = path
    this.#format = format
    this.#onLine = onLine
  }

  async readAll(recover: boolean): Promise<JournalReading> {
    // Byte 0 stays free: a block of lines becomes a JSON array in place and is parsed in one go.
    let buffer = Buffer.allocUnsafe(1 + blockBytes)
    let filled = 1
    for (;;) {
      if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)])
      const count = await this.#file.read(buffer.subarray(filled), this.#end.length + filled - 1)
      filled += count
      const blockEnd = buffer.lastIndexOf(newline, filled - 1) + 1
      if (blockEnd > 1) {
        if (!this.#takeBlock(buffer, blockEnd)) break
        buffer.copyWithin(1, blockEnd, filled)
        filled -= blockEnd - 1
      }
      if (count === 0) break
    }
    const tail = await this.#tail(recover)
    return { version: this.#version, lines: this.#lines - 1, end: this.#end, ...(tail ? { tail } : {}) }
  }

  async #tail(recover: boolean): Promise<JournalTail | undefined> {
    const size = await this.#file.size()
    if (this.#lines === 0) throw firstLineDamaged(this.#path, size)
    if (size === this.#end.length) return undefined
    const start = { position: this.#end.length, bytes: size - this.#end.length, line: this.#lines + 1 }
    return recover ? { ...start, kind: 'damaged' } : examineTail(this.#file, this.#path, start)
  }

  /** Takes the whole lines in [1, end); false if not all of them are valid. */
  #takeBlock(bytes: Buffer, end: number): boolean {
    const afterHeader = this.#lines > 0 ? 1 : bytes.indexOf(newline, 1) + 1
    if (afterHeader > 1 && !this.#takeLines(bytes, 1, afterHeader)) return false
    if (afterHeader === end || this.#takeLines(bytes, afterHeader, end)) return true
    for (let start = afterHeader; start < end;) {
      const next = bytes.indexOf(newline, start) + 1
      if (!this.#takeLines(bytes, start, next)) return false
      start = next
    }
    return true
  }

  #takeLines(bytes: Buffer, start: number, end: number): boolean {
    const checked = this.#checksumOf(bytes, start, end)
    if (!checked) return false
    this.#end = checked
    this.#hand(bytes, start, end)
    return true
  }

  /** The position after [start, end) if the last line's digits fit everything before them. */
  #checksumOf(bytes: Buffer, start: number, end: number): JournalPosition | undefined {
    const lastStart = Math.max(start, bytes.lastIndexOf(newline, end - 2) + 1)
    const digitsAt = findDigits(bytes, lastStart, end)
    if (digitsAt === -1) return undefined
    const crc = crc32(bytes.subarray(start, digitsAt), this.#end.crc)
    if (crc !== readDigits(bytes, digitsAt)) return undefined
    return { length: this.#end.length + end - start, crc: crc32(bytes.subarray(digitsAt, end), crc) }
  }

  /** Parses the lines in [start, end), whose checksums fit, and hands them on. bytes[start - 1] is overwritten. */
  #hand(bytes: Buffer, start: number, end: number): void {
    bytes[start - 1] = 0x5b
    let count = 0
    for (let from = start; from < end; count++) {
      const next = bytes.indexOf(newline, from) + 1
      const digitsAt = findDigits(bytes, from, next)
      if (digitsAt === -1) throw this.#invalid(this.#lines + count + 1, 'it does not end with a checksum')
      unseal(bytes, from, next, digitsAt, next === end ? closingBracket : comma)
      from = next
    }
    const values = this.#parse(bytes.subarray(start - 1, end))
    if (values.length !== count) throw this.#invalid(this.#lines + 1, 'it holds more than one value')
    for (const value of values) {
      this.#lines++
      if (this.#lines === 1) this.#readHeader(value)
      else this.#onLine(this.#validate(value), this.#lines)
    }
  }

  #parse(bytes: Buffer): unknown[] {
    try {
      return JSON.parse(isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8')) as unknown[]
    } catch (error) {
      throw this.#invalid(this.#lines + 1, `it or one that follows is not JSON (${(error as Error).message})`)
    }
  }

  #readHeader(value: unknown): void {
    const { format, version } = value as Record<string, unknown>
    if (format !== this.#format.name || typeof version !== 'number')
      throw this.#invalid(1, `it should name the format ${this.#format.name} and its version`)
    if (version > this.#format.version) throw tooNew(this.#path, version, this.#format.version)
    this.#version = version
  }

  #validate(value: unknown): Line {
    try {
      let line = value
      for (let from = this.#version; from < this.#format.version; from++) {
        const migrate = this.#format.migrations?.[from]
        if (!migrate) throw new Error(`format version ${from} is too old for this program`)
        line = migrate(line)
      }
      return this.#format.validate(line)
    } catch (error) {
      throw this.#invalid(this.#lines, error instanceof Error ? error.message : String(error), error)
    }
  }

  #invalid(line: number, reason: string, cause?: unknown): StoreError {
    return new StoreError(
      'journal-damaged',
      this.#path,
      `${basename(this.#path)}, line ${line}: ${reason}. Its checksum is right, so it was written like this: by another version of the program, or by hand. Nothing was changed. Open the project with the version that wrote it, or restore ${this.#path} from a backup.`,
      cause,
    )
  }
}
