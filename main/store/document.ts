import { Low } from 'lowdb'
import { basename } from 'node:path'
import type { z } from 'zod'
import { StoreError, isStoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** A kind of document: its name and version stand at the top of the file, before the data. */
export interface DocumentFormat<T extends object> {
  /** e.g. sweetspot-project */
  readonly name: string
  /** What this program writes. Raised only together with a migration and a fixture. */
  readonly version: number
  readonly schema: z.ZodType<T>
  /** By the version that it starts from: makes the data of version n into those of n + 1. */
  readonly migrations?: Readonly<Record<number, (data: Record<string, unknown>) => Record<string, unknown>>>
}

/**
 * A lowdb document that survives a power cut at any moment and whose contents are checked on reading.
 * A file that cannot be read is left exactly as it is.
 */
export function openDocument<T extends object>(
  files: StoreFiles,
  path: string,
  format: DocumentFormat<T>,
  initial: T,
): Low<T> {
  return new Low(new DocumentAdapter(files, path, format), initial)
}

/**
 * Reads a document that must exist.
 * @throws StoreError missing, document-damaged, too-new
 */
export async function readDocument<T extends object>(
  files: StoreFiles,
  path: string,
  format: DocumentFormat<T>,
): Promise<Low<T>> {
  const adapter = new DocumentAdapter(files, path, format)
  return new Low(adapter, parseDocument(await files.read(path), path, format).data)
}

class DocumentAdapter<T extends object> {
  readonly #files: StoreFiles
  readonly #path: string
  readonly #format: DocumentFormat<T>
  #turn: Promise<void> = Promise.resolve()

  constructor(files: StoreFiles, path: string, format: DocumentFormat<T>) {
    this.#files = files
    this.#path = path
    this.#format = format
  }

  async read(): Promise<T | null> {
    try {
      return parseDocument(await this.#files.read(this.#path), this.#path, this.#format).data
    } catch (error) {
      if (isStoreError(error, 'missing')) return null
      throw error
    }
  }

  /** Writes take turns, so that the newest data are what stays. */
  write(data: T): Promise<void> {
    const text = printDocument(data, this.#format)
    const turn = this.#turn.then(async () => {
      await this.#keepOlderVersion()
      await writeWholeFile(this.#files, this.#path, [Buffer.from(text)])
    })
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** A document of an older version is kept beside the first one that replaces it. */
  async #keepOlderVersion(): Promise<void> {
    if (!this.#format.migrations) return
    const bytes = await this.#files.read(this.#path).catch(() => undefined)
    if (!bytes) return
    const { version } = parseDocument(bytes, this.#path, this.#format)
    if (version === this.#format.version) return
    await writeWholeFile(this.#files, this.#path.replace(/\.json$/, `.v${version}.json`), [bytes])
  }
}

function printDocument<T extends object>(data: T, format: DocumentFormat<T>): string {
  return `${JSON.stringify({ format: format.name, version: format.version, ...data }, undefined, 2)}\n`
}

function parseDocument<T extends object>(
  bytes: Buffer,
  path: string,
  format: DocumentFormat<T>,
): { data: T; version: number } {
  const damaged = (what: string, cause?: unknown) =>
    new StoreError(
      'document-damaged',
      path,
      `${basename(path)}: ${what}. The file was left as it is. Correct it in a text editor or restore it from a backup: ${path}`,
      cause,
    )
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw damaged(bytes.length === 0 ? 'the file is empty' : `not valid JSON (${(error as Error).message})`, error)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw damaged('not a JSON object')
  const { format: name, version, ...rest } = parsed as Record<string, unknown>
  if (name !== format.name) throw damaged(`"format" should be "${format.name}"`)
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw damaged('"version" should be a whole number from 1')
  if (version > format.version) throw tooNew(path, version, format.version)
  let data = rest
  for (let from = version; from < format.version; from++) {
    const migrate = format.migrations?.[from]
    if (!migrate) throw damaged(`version ${from} is too old for this program`)
    data = migrate(data)
  }
  const checked = format.schema.safeParse(data)
  if (checked.success) return { data: checked.data, version }
  const [issue] = checked.error.issues
  throw damaged(`"${issue?.path.join('.')}": ${issue?.message}`, checked.error)
}

/** The file comes from a program newer than this one. */
export function tooNew(path: string, version: number, known: number): StoreError {
  return new StoreError(
    'too-new',
    path,
    `${basename(path)} has format version ${version}, this program knows versions up to ${known}. Open it with a newer Sweetspot; nothing was changed.`,
  )
}
