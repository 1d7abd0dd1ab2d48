import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { Description } from '../description.ts'
import { DataError } from '../errors.ts'
import { referToDataset } from '../fingerprint.ts'
import type { DatasetReference } from '../reference.ts'
import type { ColumnSchema } from '../schema.ts'
import type { ImportChoices, ImportProgress } from './choices.ts'
import { inspectTable, type TableInspection } from './inspect.ts'

const stagingPrefix = '.importing-'

export interface ImportedTable {
  readonly reference: DatasetReference
  readonly inspection: TableInspection
}

export interface ImportPlace {
  /** The project's folder of datasets; the dataset becomes a folder in it. Made if it is not there. */
  readonly into: string
  /** Name of the new folder; from the file's name if absent. */
  readonly id?: string
  readonly title?: string
}

/**
 * Imports a CSV or TSV file: a new folder with the file, copied byte for byte, `dataset.json` (schema, how the file is read,
 * sha-256) and `profile.json`. The folder appears whole or not at all.
 *
 * @throws DataError as `inspectTable`; no-target if no column can be predicted; no-features if nothing is left to predict it from
 */
export async function importTable(
  path: string,
  place: ImportPlace,
  choices: ImportChoices = {},
  progress: ImportProgress = {},
): Promise<ImportedTable> {
  return inWords(place.into, async () => {
    await mkdir(place.into, { recursive: true })
    await removeAbandoned(place.into)
    const id = await freeId(place.into, place.id ?? idFrom(basename(path)))
    // Inside a folder of its own, so that an import that was cut off is never taken for a dataset.
    const outer = await mkdtemp(join(place.into, `${stagingPrefix}${process.pid}-`))
    try {
      return await importInto(path, id, join(outer, id), join(place.into, id), place.title, choices, progress)
    } finally {
      await rm(outer, { recursive: true, force: true })
    }
  })
}

async function importInto(
  path: string,
  id: string,
  staging: string,
  folder: string,
  title: string | undefined,
  choices: ImportChoices,
  progress: ImportProgress,
): Promise<ImportedTable> {
  await mkdir(staging)
  const data = `data${/^\.(csv|tsv|tab|txt)$/i.test(extname(path)) ? extname(path).toLowerCase() : '.csv'}`
  const inspection = await inspectTable(path, choices, { ...progress, copyTo: join(staging, data) })
  const description = describe(id, title ?? basename(path, extname(path)), data, inspection)
  await writeJson(join(staging, 'dataset.json'), description)
  await writeJson(join(staging, 'profile.json'), { profiles: inspection.profiles, warnings: inspection.warnings })
  await rename(staging, folder)
  await syncFolder(dirname(folder))
  return { reference: await referToDataset(folder), inspection }
}

function describe(id: string, title: string, file: string, inspection: TableInspection): Description {
  const { target, columns, rows, name, bytes, sha256, dialect, missingTokens } = inspection
  if (target === undefined)
    throw new DataError(
      'no-target',
      `${name} has no column that could be predicted (numbers, or categories that recur). Nothing was imported.`,
    )
  if (!columns.some(({ role }) => role === 'feature'))
    throw new DataError(
      'no-features',
      `${name} has no column to predict ${target.column} from: the others are ids, constants, dates or left out. Give one the role feature.`,
    )
  const classes =
    target.task === 'classification' ? columns.find((column) => column.name === target.column)?.categories : undefined
  if (classes?.length === 1)
    throw new DataError(
      'one-class',
      `The target ${target.column} of ${name} has the same value in every row: there is nothing to predict.`,
    )
  return {
    id,
    title,
    kind: holdsOnlyTexts(columns) ? 'text' : 'table',
    task: target.task,
    files: [{ name: file, bytes, sha256 }],
    target: target.column,
    ...(classes && { classes }),
    columns: [...columns],
    rows,
    source: { originalName: name, ...dialect, missingTokens: [...missingTokens] },
  }
}

/** Whether a text is all that there is to predict from. */
function holdsOnlyTexts(columns: readonly ColumnSchema[]): boolean {
  const features = columns.filter(({ role }) => role === 'feature')
  return features.length === 1 && features[0]?.type === 'text'
}

/** A folder name that every system takes: lower case, digits, hyphens. */
function idFrom(fileName: string): string {
  const id = basename(fileName, extname(fileName))
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return id || 'table'
}

async function freeId(folder: string, wished: string): Promise<string> {
  const taken = new Set(await readdir(folder))
  let id = wished
  for (let copy = 2; taken.has(id); copy++) id = `${wished}-${copy}`
  return id
}

async function writeJson(path: string, value: unknown): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the new folder's name survive a power cut, where the system can sync folders (Windows cannot). */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

/** What an import left behind whose process was killed. */
async function removeAbandoned(into: string): Promise<void> {
  for (const name of await readdir(into)) {
    const owner = new RegExp(`^${stagingPrefix.replace('.', '\\.')}(\\d+)-`).exec(name)?.[1]
    if (owner !== undefined && Number(owner) !== process.pid && !isRunning(Number(owner)))
      await rm(join(into, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What the disk refuses, said in a sentence. */
async function inWords<T>(into: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new DataError(
        'disk-full',
        `There is no room left on the disk of ${into}. Make room and import again; nothing was imported.`,
        error,
      )
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      throw new DataError(
        'read-only',
        `Nothing can be written in ${into}. Choose a project in a folder of your own; nothing was imported.`,
        error,
      )
    throw error
  }
}
