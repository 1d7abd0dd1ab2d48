import { DataError } from '../errors.ts'
import type { Encoding } from '../tables/dialect.ts'

/**
 * The encoding that a file's first bytes tell for certain: by its byte order mark, or by the zero bytes of UTF-16.
 * undefined: no such sign, so UTF-8 if every byte of the file agrees, else Latin-1 (read as windows-1252, as the web does).
 *
 * @throws DataError not-a-table if the bytes are no text at all; the message says what they are where they say so themselves
 */
export function encodingOf(head: Uint8Array, name: string): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const known = signatures.find(({ bytes }) => bytes.every((byte, place) => head[place] === byte))
  if (known) throw new DataError('not-a-table', `${name} is ${known.what}. ${known.advice}`)
  const zeros = countZeros(head)
  if (zeros.even + zeros.odd === 0) return undefined
  // Text in a Latin script has a zero in nearly every other byte of UTF-16.
  const half = head.length / 2
  if (zeros.odd > 0.5 * half && zeros.even < 0.05 * half) return 'utf-16le'
  if (zeros.even > 0.5 * half && zeros.odd < 0.05 * half) return 'utf-16be'
  throw notText(name)
}

export function notText(name: string): DataError {
  return new DataError(
    'not-a-table',
    `${name} is not a text file: it holds zero bytes. Export the table as CSV (comma-separated text) and import that.`,
  )
}

const asCsv = 'Open it in the program that made it, save the table as CSV, and import that.'
const signatures = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive or an Excel workbook, not a text file', advice: asCsv },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook, not a text file', advice: asCsv },
  { bytes: [0x1f, 0x8b], what: 'compressed (gzip)', advice: 'Unpack it and import the file inside.' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF, not a table', advice: asCsv },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a picture (PNG), not a table', advice: 'Choose a CSV or TSV file.' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a picture (JPEG), not a table', advice: 'Choose a CSV or TSV file.' },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file, not a text file', advice: asCsv },
]

function countZeros(bytes: Uint8Array): { even: number; odd: number } {
  const zeros = { even: 0, odd: 0 }
  bytes.forEach((byte, place) => {
    if (byte === 0) zeros[place % 2 === 0 ? 'even' : 'odd']++
  })
  return zeros
}
