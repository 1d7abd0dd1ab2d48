import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, parse, resolve, sep } from 'node:path'
import { DataError } from '../../errors.ts'
import { plainDialect } from '../../tables/dialect.ts'
import { readRecords } from '../../tables/records.ts'

export interface MediaFile {
  /** Relative to the folder. */
  readonly name: string
  readonly label: string
  /** A part of a file of raw mu-law bytes: where it starts and how many it has. */
  readonly clip?: { readonly offset: number; readonly samples: number }
}

export interface MediaList {
  readonly kind: 'pictures' | 'recordings'
  readonly files: readonly MediaFile[]
  /** Files of other kinds, passed over. */
  readonly others: number
}

const pictures = /\.(png|jpe?g)$/i
const recordings = /\.(wav|wave|ulaw|ulaw\.gz)$/i
/** A folder of more is a disk rather than a dataset. */
const mostFiles = 1_000_000
const partNames: ReadonlySet<string> = new Set(['train', 'training', 'test', 'testing', 'val', 'valid', 'validation'])

/**
 * The pictures or recordings of a folder with their labels: by the subfolder that each lies in (at any depth below it), or,
 * where a CSV lies in the folder, by its column `label` (or class, category, digit, target) for the files in its column
 * `file` (or filename, path, image). In name order.
 *
 * @throws DataError no-media, one-class, too-large, malformed-header, missing-file; what `signal` was aborted with
 */
export async function listMedia(folder: string, labelColumn?: string, signal?: AbortSignal): Promise<MediaList> {
  if (parse(resolve(folder)).root === resolve(folder))
    throw new DataError(
      'too-large',
      `${folder} is a whole disk. Choose a folder that has one subfolder for each class.`,
    )
  const items = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new DataError('missing-file', `The folder ${folder} cannot be read. Choose one that exists.`, cause)
  })
  const tables = items.filter((item) => item.isFile() && /\.csv$/i.test(item.name)).map(({ name }) => name)
  if (tables.length > 1)
    throw new DataError(
      'no-media',
      `${basename(folder)} holds several CSV files (${tables.join(', ')}): leave only the one that names files and labels.`,
    )
  const named =
    tables[0] === undefined ? await bySubfolder(folder, signal) : await byTable(folder, tables[0], labelColumn)
  const pick = (pattern: RegExp) => named.filter(({ name }) => pattern.test(name))
  const [images, sounds] = [pick(pictures), pick(recordings)]
  if (images.length + sounds.length === 0)
    throw new DataError(
      'no-media',
      `${basename(folder)} holds no PNG, JPEG or WAV files in subfolders. Make one subfolder for each class, or add a CSV with the columns file and label.`,
    )
  if (images.length > 0 && sounds.length > 0)
    throw new DataError(
      'no-media',
      `${basename(folder)} holds ${images.length} pictures and ${sounds.length} recordings. Import them from two folders.`,
    )
  const files = images.length > 0 ? images : sounds
  requireClasses(basename(folder), files)
  return { kind: images.length > 0 ? 'pictures' : 'recordings', files, others: named.length - files.length }
}

function requireClasses(folder: string, files: readonly MediaFile[]): void {
  const labels = [...new Set(files.map(({ label }) => label))]
  if (labels.length === 1)
    throw new DataError(
      'one-class',
      `All files of ${folder} are of the class ${labels[0]}: there is nothing to tell apart. Make one subfolder for each class.`,
    )
  if (labels.length > 256)
    throw new DataError('too-large', `${folder} has ${labels.length} classes; up to 256 are read. Join some of them.`)
  if (labels.every((label) => partNames.has(label.toLowerCase())))
    throw new DataError(
      'one-class',
      `The subfolders of ${folder} (${labels.join(', ')}) are parts, not classes. Choose the folder ${labels.find((label) => /^train/i.test(label)) ?? labels[0]} in it; Sweetspot splits by itself.`,
    )
}

async function bySubfolder(folder: string, signal?: AbortSignal): Promise<MediaFile[]> {
  const names: string[] = []
  await gather(folder, '', names, signal)
  return names.sort().map((name) => ({ name, label: name.split(sep)[0]! }))
}

/** The names of all files in subfolders, relative to the folder. Folder by folder, so that it can be broken off. */
async function gather(folder: string, within: string, names: string[], signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const items = await readdir(join(folder, within), { withFileTypes: true }).catch((cause: unknown) => {
    throw new DataError(
      'missing-file',
      `The folder ${within} in ${folder} cannot be read. Nothing was imported.`,
      cause,
    )
  })
  for (const item of items) {
    const name = join(within, item.name)
    if (item.isDirectory()) await gather(folder, name, names, signal)
    else if (item.isFile() && within !== '' && !item.name.startsWith('.')) names.push(name)
  }
  if (names.length > mostFiles)
    throw new DataError(
      'too-large',
      `${basename(folder) || folder} holds more than ${mostFiles} files. Choose a folder that has one subfolder for each class.`,
    )
}

async function byTable(folder: string, table: string, labelColumn?: string): Promise<MediaFile[]> {
  const files: MediaFile[] = []
  let columns: ReturnType<typeof columnsOf> | undefined
  await readRecords(join(folder, table), plainDialect, (record, index) => {
    if (index === 0) columns = columnsOf(table, record, labelColumn)
    else if (columns !== undefined) files.push(mediaFile(folder, table, index, record, columns))
  })
  return files
}

function columnsOf(table: string, header: readonly string[], labelColumn?: string) {
  const names = header.map((name) => name.trim().toLowerCase())
  const find = (...wanted: string[]) => wanted.map((name) => names.indexOf(name)).find((place) => place >= 0)
  const file = find('file', 'filename', 'file_name', 'path', 'image')
  const label =
    labelColumn === undefined ? find('label', 'class', 'category', 'target', 'digit') : find(labelColumn.toLowerCase())
  if (file === undefined || label === undefined)
    throw new DataError(
      'malformed-header',
      `${table} must have a column file and a column ${labelColumn ?? 'label'}; it has ${header.join(', ')}.`,
    )
  return { file, label, offset: find('offset'), samples: find('samples') }
}

function mediaFile(
  folder: string,
  table: string,
  index: number,
  record: readonly string[],
  columns: ReturnType<typeof columnsOf>,
): MediaFile {
  const name = record[columns.file]?.trim() ?? ''
  const label = record[columns.label]?.trim() ?? ''
  if (name === '' || label === '')
    throw new DataError(
      'malformed-row',
      `${table}, row ${index}: the file or its label is missing. Nothing was imported.`,
    )
  if (!resolve(folder, name).startsWith(resolve(folder) + sep))
    throw new DataError('malformed-row', `${table}, row ${index}: ${name} is not in the folder. Nothing was imported.`)
  const cell = (place: number | undefined) => (place === undefined ? NaN : Number(record[place] || NaN))
  const [offset, samples] = [cell(columns.offset), cell(columns.samples)]
  const isClip = Number.isInteger(offset) && Number.isInteger(samples) && offset >= 0 && samples > 0
  return { name, label, ...(isClip && { clip: { offset, samples } }) }
}

/** A file's bytes; files over 256 MB are refused unread. */
export async function readMedia(path: string): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > 256e6) throw new Error(`it has ${Math.round(size / 1e6)} MB, more than the 256 that are read`)
  return readFile(path)
}

export const titleOf = (folder: string) => basename(folder, extname(folder))
