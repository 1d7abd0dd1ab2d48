import type { Description } from '../description.ts'
import { DataError } from '../errors.ts'
import { decimalMarkOf, inferType } from '../import/infer-type.ts'
import { observeTable } from '../import/observe-table.ts'
import { profileColumn } from '../import/profile.ts'
import { schemaOf } from '../import/schema-of.ts'
import type { ColumnRole, ColumnSchema, ColumnType } from '../schema.ts'
import { plainDialect, type Dialect } from './dialect.ts'
import { defaultMissingTokens } from './missing.ts'

/** Where a table's rows lie and how to read each column of them. */
export interface TableSource {
  readonly file: string
  readonly dialect: Dialect
  readonly missingTokens: readonly string[]
  readonly columns: readonly ColumnSchema[]
}

/**
 * The schema of a table's folder. Imported tables carry it; bundled ones name columns, target, categories and what to leave
 * out, and the rest is inferred from their file as an import would.
 *
 * @throws DataError description-invalid if dataset.json names no target or columns that are not there
 */
export async function tableSource(path: (file: string) => string, description: Description): Promise<TableSource> {
  const file = description.files.find(({ name }) => /^data\./.test(name))?.name
  if (file === undefined || description.target === undefined)
    throw new DataError('description-invalid', `${description.title}: dataset.json names no data file or no target.`)
  const dialect = description.source ?? plainDialect
  const missingTokens = description.source?.missingTokens ?? missingTokensOf(description)
  if (isDescribed(description.columns)) return { file, dialect, missingTokens, columns: description.columns }
  return { file, dialect, missingTokens, columns: await inferColumns(path(file), description, dialect, missingTokens) }
}

function isDescribed(columns: Description['columns']): columns is ColumnSchema[] {
  return columns !== undefined && columns.some((column) => typeof column === 'object')
}

/** What a text says is not missing, be it 'NA' or '?'. */
function missingTokensOf({ kind, missing }: Description): readonly string[] {
  if (kind === 'text') return ['']
  return missing === undefined ? defaultMissingTokens : ['', missing]
}

async function inferColumns(
  path: string,
  description: Description,
  dialect: Dialect,
  missingTokens: readonly string[],
): Promise<ColumnSchema[]> {
  const observed = await observeTable(path, dialect, missingTokens, { name: description.title })
  const decimals = decimalMarkOf(observed.columns, dialect.delimiter)
  const columns = observed.names.map((name, place) => {
    const observer = observed.columns[place] as (typeof observed.columns)[number]
    const inferred = inferType(name, observer, decimals)
    return { profile: profileColumn(name, observer, inferred, undefined), observed: observer, inferred }
  })
  const { target = '', time, drop = [], categorical = [], textColumn } = description
  const task = description.task === 'classification' ? 'classification' : 'regression'
  const roles: [string, ColumnRole][] = observed.names.map((name) => {
    if (name === time) return [name, 'time']
    const isOther = textColumn !== undefined && name !== textColumn
    return [name, isOther || drop.includes(name) ? 'ignore' : 'feature']
  })
  const types: [string, ColumnType][] = categorical.map((name) => [name, 'category'])
  if (textColumn !== undefined) types.push([textColumn, 'text'])
  const choices = {
    types: Object.fromEntries(types),
    roles: Object.fromEntries(roles.filter(([name]) => name !== target)),
  }
  return schemaOf(description.title, columns, { column: target, task, because: '' }, choices)
}
