import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Description } from '../description.ts'
import { DataError } from '../errors.ts'
import { referToDataset } from '../fingerprint.ts'
import type { DatasetReference } from '../reference.ts'
import type { ImportChoices, ImportProgress } from './choices.ts'
import { inspectTable, type TableInspection } from './inspect.ts'

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
  await mkdir(place.into, { recursive: true })
  const id = await freeId(place.into, place.id ?? idFrom(basename(path)))
  const staging = join(place.into, `.${id}.importing-${process.pid}`)
  const folder = join(place.into, id)
  await mkdir(staging)
  try {
    const data = `data${/^\.(csv|tsv|tab|txt)$/i.test(extname(path)) ? extname(path).toLowerCase() : '.csv'}`
    const inspection = await inspectTable(path, choices, { ...progress, copyTo: join(staging, data) })
    const description = describe(id, place.title ?? basename(path, extname(path)), data, inspection)
    await writeJson(join(staging, 'dataset.json'), description)
    await writeJson(join(staging, 'profile.json'), { profiles: inspection.profiles, warnings: inspection.warnings })
    await rename(staging, folder)
    return { reference: await referToDataset(folder), inspection }
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    throw error
  }
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
      `${name} has no column to predict ${target.column} from: the others are ids, constants, dates, free text or left out. Give one the role feature.`,
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
    kind: 'table',
    task: target.task,
    files: [{ name: file, bytes, sha256 }],
    target: target.column,
    ...(classes && { classes }),
    columns: [...columns],
    rows,
    source: { originalName: name, ...dialect, missingTokens: [...missingTokens] },
  }
}

/** A folder name that every system takes: lower case, digits, hyphens. */
function idFrom(fileName: string): string {
  const id = basename(fileName, extname(fileName))
    .normalize('NFKD')
    .toLowerCase()
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
