import { crc32 } from 'node:zlib'

/** What a journal's lines mean: given by the folder that writes them. */
export interface JournalFormat<Line extends object> {
  /** e.g. sweetspot-journal; stands in the first line. */
  readonly name: string
  /** What this program writes. Raised only together with a migration and a fixture. */
  readonly version: number
  /** Checks a parsed line. @throws with the reason when it is not one. */
  readonly validate: (value: unknown) => Line
  /** By the version that it starts from: makes a line of version n into one of n + 1. */
  readonly migrations?: Readonly<Record<number, (line: unknown) => unknown>>
}

/** Members that a line gets on its way into the file, at its end; no line may bring its own. */
export const syncMark = ',"sync":true'
export const checksumMark = ',"crc":"'
/** The checksum's eight hex digits, then these. */
export const lineEnd = '"}\n'
/** From the first digit to the newline. */
export const sealLength = 8 + lineEnd.length

/** CRC-32 of all bytes of the file so far, and how many they are. */
export interface JournalPosition {
  readonly length: number
  readonly crc: number
}

export const emptyJournal: JournalPosition = { length: 0, crc: 0 }

/** A line as JSON. @throws TypeError if it has no members, or one whose name the journal keeps for itself */
export function lineToJson(line: object): string {
  const json = JSON.stringify(line)
  if (json.length < 3 || 'crc' in line || 'sync' in line)
    throw new TypeError('A journal line is an object with members, none of them called crc or sync.')
  return json
}

/**
 * The bytes of one line. The digits are the CRC-32 of every byte of the file before them: a line that was changed, lost,
 * doubled or moved shows.
 * @param sync whether the program waits, after this line, until the file is on the disk before it writes on
 */
export function sealLine(json: string, sync: boolean, after: JournalPosition): { bytes: Buffer; end: JournalPosition } {
  const body = Buffer.from(json.slice(0, -1) + (sync ? syncMark : '') + checksumMark)
  const crc = crc32(body, after.crc)
  const seal = Buffer.from(digits(crc) + lineEnd)
  return {
    bytes: Buffer.concat([body, seal]),
    end: { length: after.length + body.length + seal.length, crc: crc32(seal, crc) },
  }
}

export function sealHeader(name: string, version: number): { bytes: Buffer; end: JournalPosition } {
  return sealLine(lineToJson({ format: name, version }), true, emptyJournal)
}

function digits(crc: number): string {
  return crc.toString(16).padStart(8, '0')
}

const [newline, quote, comma, openingBrace, closingBrace, blank] = [0x0a, 0x22, 0x2c, 0x7b, 0x7d, 0x20]
const mark = Buffer.from(checksumMark)
const sync = Buffer.from(syncMark)

/** Whether `text` stands in `bytes` at `at`. Faster than Buffer.compare for so few bytes, which counts half a million times. */
function standsAt(text: Buffer, bytes: Buffer, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
  return true
}

/** Where the digits of the line that ends before `end` begin, or -1 if it does not look like a line of a journal. */
export function findDigits(bytes: Buffer, start: number, end: number): number {
  const at = end - sealLength
  const shaped =
    at - mark.length > start + 1 &&
    bytes[start] === openingBrace &&
    bytes[end - 1] === newline &&
    bytes[end - 2] === closingBrace &&
    bytes[end - 3] === quote &&
    standsAt(mark, bytes, at - mark.length)
  return shaped ? at : -1
}

/** The eight hex digits at `at` as a number; NaN where they are something else. */
export function readDigits(bytes: Buffer, at: number): number {
  let value = 0
  for (let i = at; i < at + 8; i++) {
    const byte = bytes[i]!
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : NaN
    value = value * 16 + digit
  }
  return value
}

/** Whether the line whose digits begin at `digitsAt` carries the mark of a sync; `start` is where the line begins. */
export function hasSyncMark(bytes: Buffer, start: number, digitsAt: number): boolean {
  const at = digitsAt - mark.length - sync.length
  return at > start && bytes[at] === comma && standsAt(sync, bytes, at)
}

/** Cuts the marks out of a line, in place: what stays is the object that was appended, blanks, and `last` for the newline. */
export function unseal(bytes: Buffer, start: number, end: number, digitsAt: number, last: number): void {
  let at = digitsAt - mark.length
  if (hasSyncMark(bytes, start, digitsAt)) at -= sync.length
  bytes[at] = closingBrace
  for (let i = at + 1; i < end - 1; i++) bytes[i] = blank
  bytes[end - 1] = last
}
