import { basename } from 'node:path'
import { DataError } from '../errors.ts'
import type { ColumnSchema } from '../schema.ts'
import type { Dialect } from '../tables/dialect.ts'
import { defaultMissingTokens } from '../tables/missing.ts'
import type { ImportChoices, ImportProgress } from './choices.ts'
import { detectDelimiter, detectQuote } from './delimiter.ts'
import { detectHeader } from './header.ts'
import { canBeTarget, inferTarget, taskOf, type InferredTarget } from './infer-target.ts'
import { decimalMarkOf, inferType } from './infer-type.ts'
import { observeTable, type ObservedTable } from './observe-table.ts'
import { profileColumn, type ColumnProfile } from './profile.ts'
import { sampleRecords } from './sample-records.ts'
import { schemaOf } from './schema-of.ts'
import { surveyFile, type Survey } from './survey.ts'
import { findWarnings, type DataWarning, type KnownColumn } from './warnings.ts'

/** All that was found out about a file, before anything is imported. */
export interface TableInspection {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly dialect: Dialect
  readonly missingTokens: readonly string[]
  readonly rows: number
  /** How each column would be imported. */
  readonly columns: readonly ColumnSchema[]
  readonly profiles: readonly ColumnProfile[]
  /** Absent if no column can be a target. */
  readonly target?: InferredTarget
  readonly warnings: readonly DataWarning[]
  /** The first rows as they stand in the file, trimmed. */
  readonly firstRows: readonly (readonly string[])[]
}

/** A file that has been read once: what its columns are for can be decided anew without reading it again. */
export interface TableReading {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly dialect: Dialect
  readonly missingTokens: readonly string[]
  readonly observed: ObservedTable
  readonly columns: readonly KnownColumn[]
}

/** The choices that decide how a file is read; the others decide what its columns are for. */
export type ReadingChoices = Pick<ImportChoices, 'delimiter' | 'quote' | 'encoding' | 'header' | 'missingTokens'>

/**
 * Reads a CSV or TSV file and says what it holds: how it is written, what its columns are, what it is probably about, and
 * what to beware of. As `readTable`, then `describeTable`.
 *
 * @throws DataError missing-file, empty-file, not-a-table, malformed-row, no-rows, unknown-column, unsuitable-column, one-class
 */
export async function inspectTable(
  path: string,
  choices: ImportChoices = {},
  progress: ImportProgress & { readonly copyTo?: string } = {},
): Promise<TableInspection> {
  return describeTable(await readTable(path, choices, progress), choices)
}

/**
 * Reads a CSV or TSV file in two passes and bounded memory: 8 bytes a number and row, and up to 10,000 different values a
 * column.
 *
 * @throws DataError missing-file, empty-file, not-a-table, malformed-row, no-rows
 */
export async function readTable(
  path: string,
  choices: ReadingChoices = {},
  progress: ImportProgress & { readonly copyTo?: string } = {},
): Promise<TableReading> {
  const { signal, onProgress, copyTo } = progress
  const survey = await surveyFile(path, { ...(signal && { signal }), ...(copyTo !== undefined && { copyTo }) })
  const dialect = await detectDialect(survey, choices)
  const missingTokens = choices.missingTokens ?? defaultMissingTokens
  const name = basename(path)
  // The copy, if there is one, cannot change while it is read.
  const observed = await observeTable(copyTo ?? path, dialect, missingTokens, {
    name,
    ...(signal && { signal }),
    ...(onProgress && { onProgress: (bytes: number) => onProgress(bytes / survey.bytes) }),
  })
  const decimals = decimalMarkOf(observed.columns, dialect.delimiter)
  const columns = observed.names.map((column, place): KnownColumn => {
    const observer = observed.columns[place] as (typeof observed.columns)[number]
    const inferred = inferType(column, observer, decimals)
    const isNumeric = observer.others === 0 && inferred.type !== 'category' && inferred.type !== 'text'
    const numbers = isNumeric ? observer.takeNumbers() : undefined
    const profile = profileColumn(column, observer, inferred, numbers)
    return { profile, observed: observer, inferred, ...(numbers && { numbers }) }
  })
  return { name, bytes: survey.bytes, sha256: survey.sha256, dialect, missingTokens, observed, columns }
}

/**
 * What a file that has been read would be as a dataset, with the user's choices.
 *
 * @throws DataError unknown-column, unsuitable-column, one-class
 */
export function describeTable(reading: TableReading, choices: ImportChoices = {}): TableInspection {
  const { name, bytes, sha256, dialect, missingTokens, observed, columns } = reading
  const target = targetOf(name, columns, choices)
  return {
    name,
    bytes,
    sha256,
    dialect,
    missingTokens,
    rows: observed.rows,
    columns: schemaOf(name, columns, target, choices),
    profiles: columns.map(({ profile }) => profile),
    ...(target && { target }),
    warnings: findWarnings({ ...observed, columns, ...(target && { target }) }),
    firstRows: observed.firstRows,
  }
}

async function detectDialect({ sample, encoding }: Survey, choices: ReadingChoices): Promise<Dialect> {
  const quote = choices.quote === undefined ? detectQuote(sample) : choices.quote
  const delimiter = choices.delimiter ?? detectDelimiter(sample, quote)
  const header = choices.header ?? detectHeader(await sampleRecords(sample, delimiter, quote))
  return { encoding: choices.encoding ?? encoding, delimiter, quote, header }
}

function targetOf(file: string, columns: readonly KnownColumn[], choices: ImportChoices): InferredTarget | undefined {
  const profiles = columns.map(({ profile }) => profile)
  const named = choices.target ?? Object.entries(choices.roles ?? {}).find(([, role]) => role === 'target')?.[0]
  if (named === undefined) {
    const open = profiles.filter(({ name }) => (choices.roles?.[name] ?? 'feature') === 'feature')
    const inferred = inferTarget(open)
    return inferred && { ...inferred, task: choices.task ?? inferred.task }
  }
  const chosen = profiles.find(({ name }) => name === named)
  if (chosen === undefined)
    throw new DataError(
      'unknown-column',
      `${file} has no column ${named}. It has: ${listed(profiles.map(({ name }) => name))}.`,
    )
  if (chosen.type === 'constant')
    throw new DataError(
      'one-class',
      `The target ${named} has the same value (${chosen.top?.[0]?.value ?? 'none at all'}) in every row of ${file}: there is nothing to predict. Choose another column.`,
    )
  const type = choices.types?.[named] ?? chosen.type
  if (!canBeTarget({ ...chosen, type }) && type !== 'id')
    throw new DataError(
      'unsuitable-column',
      `${named} cannot be the target of ${file}: it is ${type === 'text' ? 'free text' : `of the type ${type}`}. Choose a column of numbers or of recurring categories.`,
    )
  return {
    column: named,
    task: choices.task ?? taskOf({ ...chosen, type }),
    because: `${named} was chosen as the target.`,
  }
}

export function listed(names: readonly string[]): string {
  return names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ')
}
