import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Description } from './description.ts'
import { readDescription } from './description.ts'
import { DataError } from './errors.ts'
import { whyNotTrainable } from './trainable.ts'

/** One bundled dataset, as a list shows it. */
export interface CatalogueEntry {
  readonly id: string
  readonly folder: string
  readonly title: string
  readonly kind: Description['kind']
  readonly task: Description['task']
  /** Rows of the training part and of the official test part (characters, for running text). */
  readonly rows: { readonly train: number; readonly test: number }
  /** What one row is, for people: '8 x 8', '13 columns', 'text'. */
  readonly shape: string
  /** The column that rows are ordered by, where there is one. */
  readonly time?: string
  /** Classes; absent where there are none. */
  readonly classes?: readonly string[]
  readonly licence: string
  /** Whom to credit: the citation that its README gives. */
  readonly credit: string
  /** Where it comes from. */
  readonly source: string
  readonly trainable: boolean
  /** Why it is not trainable yet and what will train it; absent if it is. */
  readonly obstacle?: string
}

/**
 * All datasets in a folder of dataset folders, by id. Reads descriptions only, no data.
 *
 * @throws DataError dataset-missing if there is no such folder, description-invalid if a dataset.json cannot be understood
 */
export async function listBundled(datasetsFolder: string): Promise<readonly CatalogueEntry[]> {
  const items = await readdir(datasetsFolder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new DataError('dataset-missing', `There is no folder of bundled datasets at ${datasetsFolder}.`, cause)
  })
  const names = items.filter((item) => item.isDirectory()).map((item) => item.name)
  return Promise.all(names.sort().map((name) => readEntry(join(datasetsFolder, name))))
}

/** @throws DataError dataset-missing, listing what there is, if no bundled dataset has this id */
export async function findBundled(datasetsFolder: string, id: string): Promise<CatalogueEntry> {
  const entries = await listBundled(datasetsFolder)
  const entry = entries.find((candidate) => candidate.id === id)
  if (entry !== undefined) return entry
  const known = entries.map((candidate) => candidate.id).join(', ')
  throw new DataError('dataset-missing', `No bundled dataset is called ${id}. There are: ${known}.`)
}

/** A dataset folder, bundled or imported, as a list shows it. @throws DataError dataset-missing, description-invalid */
export async function readEntry(folder: string): Promise<CatalogueEntry> {
  const description = await readDescription(folder)
  const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '')
  const obstacle = whyNotTrainable(description)
  const time = timeColumnOf(description)
  const classes = description.classes ?? (description.classCounts && Object.keys(description.classCounts))
  return {
    id: description.id,
    folder,
    title: description.title,
    kind: description.kind,
    task: description.task,
    rows: { train: description.trainCount ?? description.rows ?? 0, test: description.testCount ?? 0 },
    shape: shapeOf(description),
    ...(time !== undefined && { time }),
    ...(classes && { classes }),
    licence: description.licence ?? '',
    credit: fact(readme, 'Citation'),
    source: fact(readme, 'Source'),
    trainable: obstacle === undefined,
    ...(obstacle !== undefined && { obstacle }),
  }
}

function timeColumnOf({ time, columns = [] }: Description): string | undefined {
  const named = columns.find((column) => typeof column === 'object' && column.role === 'time')
  return time ?? (typeof named === 'object' ? named.name : undefined)
}

/** The line of a dataset's README that starts with this word in bold. */
function fact(readme: string, word: string): string {
  return new RegExp(`^- \\*\\*${word}:\\*\\* (.*)$`, 'm').exec(readme)?.[1]?.trim() ?? ''
}

function shapeOf(description: Description): string {
  if (description.kind === 'text') return 'text'
  if (description.kind === 'characters') return 'characters'
  if (description.kind === 'frames') return `${description.inputs} inputs, ${description.outputs} outputs`
  if (description.shape !== undefined) return description.shape.filter((size) => size > 1).join(' x ')
  if (description.task === 'time series') return '1 series'
  const inputs = inputColumns(description)
  return inputs === 1 ? '1 column' : `${inputs} columns`
}

function inputColumns({ columns = [], drop = [], target }: Description): number {
  return columns.filter((column) =>
    typeof column === 'object' ? column.role === 'feature' : column !== target && !drop.includes(column),
  ).length
}
