import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { CsvError, parse, type Options } from 'csv-parse'
import { DataError } from '../errors.ts'
import type { Dialect } from './dialect.ts'

export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Bytes of the file read so far; called about once a megabyte. */
  readonly onProgress?: (bytes: number) => void
  /** The file's name for messages, where it differs from the path's last part. */
  readonly name?: string
}

const largestRecord = 16 * 2 ** 20

/**
 * Streams the rows of a text file, the header row included, as strings. Empty lines are skipped. Memory: one chunk.
 *
 * @param onRecord called with each row; may throw to stop
 * @throws DataError malformed-row naming the file, the line and what is wrong with it; the signal's reason when aborted
 */
export async function readRecords(
  path: string,
  dialect: Dialect,
  onRecord: (record: readonly string[], index: number) => void,
  options: ReadOptions = {},
): Promise<void> {
  const parser = parse({
    bom: true,
    delimiter: dialect.delimiter,
    quote: dialect.quote ?? false,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    max_record_size: largestRecord,
  } satisfies Options)
  const feeding = feed(path, dialect, parser, options)
  feeding.catch((error: Error) => parser.destroy(error))
  try {
    let index = 0
    for await (const record of parser as AsyncIterable<string[]>) onRecord(record, index++)
    await feeding
  } catch (error) {
    parser.destroy()
    if (error instanceof CsvError) throw await explain(error, path, dialect, options.name ?? basename(path))
    throw error
  }
}

async function feed(
  path: string,
  { encoding }: Dialect,
  parser: ReturnType<typeof parse>,
  { signal, onProgress }: ReadOptions,
): Promise<void> {
  let bytes = 0
  for await (const text of decodedChunks(path, encoding, (count) => (bytes += count))) {
    signal?.throwIfAborted()
    onProgress?.(bytes)
    if (parser.destroyed) return
    if (text.length > 0 && !parser.write(text)) await drainOrClose(parser)
  }
  parser.end()
}

function drainOrClose(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      parser.off('drain', settle).off('close', settle)
      resolve()
    }
    parser.on('drain', settle).on('close', settle)
  })
}

/** UTF-8 passes as it is, for csv-parse reads that itself; other encodings become text. */
async function* decodedChunks(
  path: string,
  encoding: Dialect['encoding'],
  onBytes: (count: number) => void,
): AsyncGenerator<string | Buffer> {
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    onBytes((chunk as Buffer).length)
    yield decoder ? decoder.decode(chunk as Buffer, { stream: true }) : (chunk as Buffer)
  }
  if (decoder) yield decoder.decode()
}

async function explain(error: CsvError, path: string, dialect: Dialect, name: string): Promise<DataError> {
  // Where the last whole record or field ended. (Its own line numbers count CR LF twice inside quotes.)
  const { column = 0, bytes = 0 } = error as CsvError & { column?: number; bytes?: number }
  const lines = await linesAround(path, dialect, bytes)
  const line = `${name}, line ${error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH' ? lines.before : lines.after}`
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      // csv-parse tells the two widths in its message alone.
      const [width = 0, found = 0] = (/expect (\d+), got (\d+)/.exec(error.message) ?? []).slice(1).map(Number)
      const usual =
        found > width
          ? `Usually an unquoted ${delimiterName(dialect.delimiter)}.`
          : 'Usually a line that was cut short.'
      return malformed(
        `${line}: ${count(found)}, but the ${dialect.header ? 'header' : 'first row'} has ${width}. ${usual}`,
        error,
      )
    }
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE': {
      return malformed(`${line}: a quote (${dialect.quote}) opens here or soon after and never closes.`, error)
    }
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return malformed(
        `${line}, column ${column + 1}: a quote (${dialect.quote}) in the middle of a value. ` +
          `Double it and quote the whole value, or read the file with quotes as ordinary characters.`,
        error,
      )
    default:
      return malformed(`${line}: ${error.message}.`, error)
  }
}

function malformed(sentence: string, cause: unknown): DataError {
  return new DataError('malformed-row', `${sentence} Nothing was imported.`, cause)
}

function count(columns: number): string {
  return columns === 1 ? '1 column' : `${columns} columns`
}

export function delimiterName(delimiter: string): string {
  return { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[delimiter] ?? `"${delimiter}"`
}

/**
 * The numbers of the lines that hold the last character before a byte (of the file as UTF-8) and the first one from there on,
 * line ends not counted as characters. Reads the file again: for messages only.
 */
async function linesAround(
  path: string,
  { encoding }: Dialect,
  byte: number,
): Promise<{ before: number; after: number }> {
  let [seen, line, before, afterReturn] = [0, 1, 1, false]
  for await (const chunk of decodedChunks(path, encoding, () => {})) {
    for (const value of typeof chunk === 'string' ? Buffer.from(chunk) : chunk) {
      if (value === 0x0d || (value === 0x0a && !afterReturn)) line++
      else if (value !== 0x0a) {
        if (seen >= byte) return { before, after: line }
        before = line
      }
      afterReturn = value === 0x0d
      seen++
    }
  }
  return { before, after: before }
}
