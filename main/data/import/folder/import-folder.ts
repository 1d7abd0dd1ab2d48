import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Description } from '../../description.ts'
import { DataError } from '../../errors.ts'
import { hashFile } from '../../fingerprint.ts'
import type { DatasetReference } from '../../reference.ts'
import type { ImportProgress } from '../choices.ts'
import { makeDatasetFolder, writeJson, type ImportPlace } from '../dataset-folder.ts'
import type { FolderChoices } from './choices.ts'
import type { MediaEncoder } from './encoder.ts'
import { listMedia, type MediaFile, type MediaList } from './list-media.ts'
import { pictureEncoder } from './pictures.ts'
import { recordingEncoder } from './recordings.ts'
import { folderWarnings, type FolderWarning } from './warnings.ts'

/** What was found in a folder and what became of it. */
export interface FolderProfile {
  readonly name: string
  readonly kind: MediaEncoder['kind']
  readonly shape: MediaEncoder['shape']
  readonly rows: number
  readonly classes: readonly { readonly name: string; readonly rows: number }[]
  /** Files that could not be read, with the reason. */
  readonly leftOut: readonly { readonly file: string; readonly because: string }[]
  /** Files that hold the same bytes as one before; they are kept. */
  readonly duplicates: number
  readonly warnings: readonly FolderWarning[]
}

export interface ImportedFolder {
  readonly reference: DatasetReference
  readonly profile: FolderProfile
}

const arrayFile = { image: 'images-idx4-ubyte', spectrogram: 'features-idx4-ubyte' } as const
/** Arrays are loaded whole; Node reads no file of 2 GiB at once. */
const mostBytes = 2 ** 31 - 2 ** 20

/**
 * Imports a folder of pictures (PNG, JPEG) or recordings (WAV, mu-law) as arrays of one size with class numbers: one file
 * at a time, so that memory does not grow with the folder. The original files are not touched; what cannot be read is named
 * in profile.json and left out.
 *
 * @throws DataError as `listMedia`; too-large; no-rows if no file can be read; one-class if those that can are of one class
 */
export async function importFolder(
  folder: string,
  place: ImportPlace,
  choices: FolderChoices = {},
  progress: ImportProgress = {},
): Promise<ImportedFolder> {
  const list = await listMedia(folder, choices.labelColumn, progress.signal)
  const encoder = await (list.kind === 'pictures' ? pictureEncoder : recordingEncoder)(folder, list.files, choices)
  const bytes = encoder.shape.reduce((product, size) => product * size, 1)
  if (bytes * list.files.length > mostBytes)
    throw new DataError(
      'too-large',
      `${list.files.length} files of ${encoder.shape.join(' x ')} are more than the 2 GB that are kept in memory. Choose a smaller size, or grey.`,
    )
  const { reference, made } = await makeDatasetFolder(folder, place, async (staging, id) => {
    const written = await writeArrays(folder, staging, list, encoder, progress)
    const profile = profileOf(basename(folder), list, encoder, written)
    await writeJson(join(staging, 'dataset.json'), await describe(id, place.title, staging, encoder, profile))
    await writeJson(join(staging, 'split.json'), {
      train: { images: arrayFile[encoder.kind], labels: 'labels-idx1-ubyte', count: profile.rows },
    })
    await writeJson(join(staging, 'profile.json'), profile)
    return profile
  })
  return { reference, profile: made }
}

interface Written {
  readonly kept: readonly MediaFile[]
  readonly leftOut: FolderProfile['leftOut']
  readonly duplicates: readonly { readonly file: MediaFile; readonly of: MediaFile }[]
}

async function writeArrays(
  folder: string,
  staging: string,
  { files }: MediaList,
  encoder: MediaEncoder,
  { signal, onProgress }: ImportProgress,
): Promise<Written> {
  const kept: MediaFile[] = []
  const leftOut: { file: string; because: string }[] = []
  const duplicates: { file: MediaFile; of: MediaFile }[] = []
  const seen = new Map<string, MediaFile>()
  const header = (rows: number) => idxHeader([rows, ...encoder.shape])
  const array = await open(join(staging, arrayFile[encoder.kind]), 'wx')
  try {
    await array.write(header(0))
    for (const [index, file] of files.entries()) {
      signal?.throwIfAborted()
      const values = await encoder.encode(file).catch((error: unknown) => readableReason(error))
      if (typeof values === 'string') leftOut.push({ file: file.name, because: values })
      else {
        const hash = createHash('sha256').update(values).digest('base64')
        const before = seen.get(hash)
        if (before) duplicates.push({ file, of: before })
        else seen.set(hash, file)
        kept.push(file)
        await array.write(values)
      }
      onProgress?.((index + 1) / files.length)
    }
    await array.write(header(kept.length), 0, undefined, 0)
    await array.sync()
  } finally {
    await array.close()
  }
  requireRows(basename(folder), kept, leftOut)
  const classes = classesOf(kept)
  const labels = await open(join(staging, 'labels-idx1-ubyte'), 'wx')
  try {
    await labels.write(idxHeader([kept.length]))
    await labels.write(Uint8Array.from(kept, ({ label }) => classes.indexOf(label)))
    await labels.sync()
  } finally {
    await labels.close()
  }
  return { kept, leftOut, duplicates }
}

/** Files are left out for what is wrong with them, but not because the disk is. */
function readableReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EMFILE' || code === 'EIO') throw error
  return code === 'ENOENT' ? 'there is no such file' : message
}

function requireRows(folder: string, kept: readonly MediaFile[], leftOut: Written['leftOut']): void {
  const first = leftOut[0]
  if (kept.length === 0)
    throw new DataError(
      'no-rows',
      `None of the ${leftOut.length} files of ${folder} can be read; ${first?.file}: ${first?.because}. Nothing was imported.`,
    )
  if (classesOf(kept).length === 1)
    throw new DataError(
      'one-class',
      `Only files of the class ${kept[0]?.label} can be read in ${folder}; ${first?.file}: ${first?.because}. Nothing was imported.`,
    )
}

const classesOf = (files: readonly MediaFile[]) => [...new Set(files.map(({ label }) => label))].sort(byNumberOrName)
const byNumberOrName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })

function profileOf(name: string, list: MediaList, encoder: MediaEncoder, written: Written): FolderProfile {
  const { kept, leftOut, duplicates } = written
  const classes = classesOf(kept).map((label) => ({
    name: label,
    rows: kept.reduce((count, file) => count + (file.label === label ? 1 : 0), 0),
  }))
  const contradicting = duplicates.filter(({ file, of }) => file.label !== of.label)
  const warnings = folderWarnings({ classes, leftOut, duplicates, contradicting, others: list.others })
  return {
    name,
    kind: encoder.kind,
    shape: encoder.shape,
    rows: kept.length,
    classes,
    leftOut,
    duplicates: duplicates.length,
    warnings: [...encoder.warnings, ...warnings],
  }
}

async function describe(
  id: string,
  title: string | undefined,
  staging: string,
  encoder: MediaEncoder,
  { name, shape, rows, classes }: FolderProfile,
): Promise<Description> {
  const files = [arrayFile[encoder.kind], 'labels-idx1-ubyte'].map(async (file) => ({
    name: file,
    bytes: (await stat(join(staging, file))).size,
    sha256: await hashFile(join(staging, file)),
  }))
  return {
    id,
    title: title ?? name,
    kind: encoder.kind,
    task: 'classification',
    files: await Promise.all(files),
    shape: [...shape],
    valueMax: 255,
    classes: classes.map((each) => each.name),
    classCounts: Object.fromEntries(classes.map((each) => [each.name, each.rows])),
    rows,
    folderSource: { originalName: name, settings: { ...encoder.settings } },
  }
}

function idxHeader(sizes: readonly number[]): Uint8Array {
  const header = new Uint8Array(4 + 4 * sizes.length)
  header.set([0, 0, 8, sizes.length])
  sizes.forEach((size, place) => new DataView(header.buffer).setUint32(4 + 4 * place, size))
  return header
}
