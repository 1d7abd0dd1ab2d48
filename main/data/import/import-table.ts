import { basename, extname, join } from 'node:path'
import type { Description } from '../description.ts'
import { DataError } from '../errors.ts'
import type { DatasetReference } from '../reference.ts'
import type { ColumnSchema } from '../schema.ts'
import type { ImportChoices, ImportProgress } from './choices.ts'
import { inspectTable, type TableInspection } from './inspect.ts'
import { makeDatasetFolder, writeJson, type ImportPlace } from './dataset-folder.ts'

export type { ImportPlace }

export interface ImportedTable {
  readonly reference: DatasetReference
  readonly inspection: TableInspection
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
  const { reference, made: inspection } = await makeDatasetFolder(path, place, async (staging, id) => {
    const data = `data${/^\.(csv|tsv|tab|txt)$/i.test(extname(path)) ? extname(path).toLowerCase() : '.csv'}`
    const found = await inspectTable(path, choices, { ...progress, copyTo: join(staging, data) })
    const description = describe(id, place.title ?? basename(path, extname(path)), data, found)
    await writeJson(join(staging, 'dataset.json'), description)
    await writeJson(join(staging, 'profile.json'), { profiles: found.profiles, warnings: found.warnings })
    return found
  })
  return { reference, inspection }
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
