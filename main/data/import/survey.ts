import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, constants, open, stat, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { TextDecoder } from 'node:util'
import { DataError } from '../errors.ts'
import type { Encoding } from '../tables/dialect.ts'
import { encodingOf, notText } from './encoding.ts'

/** What one plain reading of a file tells. */
export interface Survey {
  readonly bytes: number
  readonly sha256: string
  readonly encoding: Encoding
  /** The beginning of the file as text, at most 256 KiB of it. */
  readonly sample: string
}

export interface SurveyOptions {
  /** Copy the bytes here, as they are; the file must not exist yet. */
  readonly copyTo?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (bytes: number) => void
}

const sampleBytes = 256 * 2 ** 10

/**
 * Reads a file once, start to end: its size, sha-256 and encoding, and a copy of it if wanted. Memory: one chunk.
 *
 * @throws DataError missing-file, empty-file, not-a-table
 */
export async function surveyFile(path: string, options: SurveyOptions = {}): Promise<Survey> {
  const name = basename(path)
  await requireFile(path, name)
  const copy = options.copyTo === undefined ? undefined : await open(options.copyTo, 'wx')
  try {
    return await readThrough(path, name, copy, options)
  } finally {
    await copy?.close()
  }
}

async function readThrough(
  path: string,
  name: string,
  copy: FileHandle | undefined,
  options: SurveyOptions,
): Promise<Survey> {
  const hash = createHash('sha256')
  let strict: TextDecoder | undefined = new TextDecoder('utf-8', { fatal: true })
  let told: Encoding | undefined
  let head = Buffer.alloc(0)
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    options.signal?.throwIfAborted()
    if (bytes === 0) told = encodingOf(chunk.subarray(0, sampleBytes), name)
    if (head.length < sampleBytes) head = Buffer.concat([head, chunk.subarray(0, sampleBytes - head.length)])
    if (told !== 'utf-16le' && told !== 'utf-16be' && chunk.includes(0)) throw notText(name)
    if (strict && !isUtf8(strict, chunk)) strict = undefined
    hash.update(chunk)
    await copy?.write(chunk)
    bytes += chunk.length
    options.onProgress?.(bytes)
  }
  await copy?.sync()
  if (strict && !isUtf8(strict)) strict = undefined
  // A byte order mark that the rest of the file belies counts for nothing.
  const encoding = told?.startsWith('utf-16') ? told : strict ? 'utf-8' : 'windows-1252'
  const sample = new TextDecoder(encoding).decode(head)
  if (sample.trim() === '') throw new DataError('empty-file', `${name} is empty. Choose a file with a header and rows.`)
  return { bytes, sha256: hash.digest('hex'), encoding: encoding as Encoding, sample }
}

function isUtf8(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    return false
  }
}

async function requireFile(path: string, name: string): Promise<void> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new DataError('missing-file', `There is no file ${path}. Check the name and the folder.`, cause)
  })
  if (!facts.isFile()) throw new DataError('missing-file', `${path} is a folder, not a file. Choose a CSV or TSV file.`)
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new DataError(
      'missing-file',
      `${path} may not be read by you. Change its permissions or choose another file.`,
      cause,
    )
  })
  if (facts.size === 0) throw new DataError('empty-file', `${name} is empty. Choose a file with a header and rows.`)
}
