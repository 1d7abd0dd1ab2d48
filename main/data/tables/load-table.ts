import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Dataset, Inputs } from '../dataset.ts'
import type { Description } from '../description.ts'
import { parseJson } from '../description.ts'
import { DataError } from '../errors.ts'
import type { CategoryColumn, Column, NumberColumn } from './column.ts'
import { columnReader } from './column-reader.ts'
import { readRecords } from './records.ts'
import { tableSource } from './table-source.ts'

const splitSchema = z.object({ rows: z.number().int(), test: z.array(z.number().int().min(0)) })

/**
 * A table in memory: 8 bytes a number, 4 a category, and texts that are features. Ids are not loaded, except as groups.
 * A table whose only feature is a text is a dataset of texts.
 *
 * @throws DataError dataset-damaged if the rows are not what dataset.json and split.json promise
 */
export async function loadTable(folder: string, description: Description, fingerprint: string): Promise<Dataset> {
  const source = await tableSource((file) => join(folder, file), description)
  const readers = source.columns.map((column) => columnReader(column, source.missingTokens, description.rows ?? 0))
  let rows = 0
  await readRecords(join(folder, source.file), source.dialect, (record, index) => {
    if (index === 0 && source.dialect.header) return
    rows++
    for (let column = 0; column < readers.length; column++) readers[column]?.add((record[column] as string).trim())
  })
  if (description.rows !== undefined && rows !== description.rows)
    throw new DataError(
      'dataset-damaged',
      `${description.title}: ${source.file} has ${rows} rows; dataset.json promises ${description.rows}.`,
    )
  const loaded = source.columns.map((schema, place) => ({ schema, column: readers[place]?.finish() }))
  const features = loaded.filter(({ schema }) => schema.role === 'feature').flatMap(({ column }) => column ?? [])
  const target = loaded.find(({ schema }) => schema.role === 'target')?.column
  if (target === undefined || target.kind === 'text')
    throw new DataError('description-invalid', `${description.title}: none of its columns is the target.`)
  const keyed = loaded.flatMap(({ schema, column }) => (column && schema.role !== 'target' ? [column] : []))
  const officialTest = await readOfficialTest(folder, description, rows)
  const timeColumn = source.columns.find(({ role }) => role === 'time')?.name ?? description.time
  return {
    id: description.id,
    title: description.title,
    fingerprint,
    task: target.kind === 'category' ? 'classification' : 'regression',
    rows,
    inputs:
      timeColumn !== undefined && description.task === 'time series'
        ? { kind: 'series', time: timeColumn, columns: features }
        : inputsOf(features),
    targets: target.kind === 'category' ? target.codes : target.values,
    targetNames: [target.name],
    classes: target.kind === 'category' ? target.categories : [],
    keys: new Map(keyed.flatMap((column) => (column.kind === 'text' ? [] : [[column.name, keysOf(column)]]))),
    ...(timeColumn !== undefined && { timeColumn }),
    dates: new Set(source.columns.filter(({ type }) => type === 'date').map(({ name }) => name)),
    ...(officialTest && { officialTest }),
  }
}

function inputsOf(features: readonly Column[]): Inputs {
  const [first] = features
  if (first?.kind === 'text' && features.length === 1) return { kind: 'text', name: first.name, texts: first.texts }
  return { kind: 'table', columns: features }
}

/** What rows are grouped or ordered by: NaN where missing. */
function keysOf(column: NumberColumn | CategoryColumn): ArrayLike<number> {
  return column.kind === 'number' ? column.values : Float64Array.from(column.codes, (code) => (code < 0 ? NaN : code))
}

async function readOfficialTest(
  folder: string,
  description: Description,
  rows: number,
): Promise<Int32Array | undefined> {
  const path = join(folder, 'split.json')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const split = splitSchema.safeParse(parseJson(text, path))
  if (!split.success || split.data.rows !== rows || split.data.test.some((row) => row >= rows))
    throw new DataError(
      'dataset-damaged',
      `${description.title}: split.json does not fit the ${rows} rows of its data.`,
    )
  return Int32Array.from(split.data.test).sort()
}
