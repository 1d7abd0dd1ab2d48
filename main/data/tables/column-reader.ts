import type { ColumnSchema } from '../schema.ts'
import type { Column } from './column.ts'
import { parseDate } from './date.ts'
import { parseCommaNumber, parseNumber } from './number.ts'

/** Takes a column's texts, row after row, and gives the column. */
export interface ColumnReader {
  /** @param text trimmed */
  add(text: string): void
  finish(): Column
}

/**
 * How a column of the schema is read; undefined for one that is not loaded: free text that is no feature, ids and constants
 * that are no group.
 * What cannot be read as the column's type is missing.
 *
 * @param expectedRows to make room at once; more or fewer may come
 */
export function columnReader(
  schema: ColumnSchema,
  missingTokens: readonly string[],
  expectedRows: number,
): ColumnReader | undefined {
  const missing = new Set(missingTokens)
  switch (schema.type) {
    case 'number':
    case 'integer':
      return numberReader(schema, missing, expectedRows, schema.decimalComma ? parseCommaNumber : parseNumber)
    case 'date':
      return numberReader(schema, missing, expectedRows, (text) => parseDate(text, schema.dayOrder ?? 'month-first'))
    case 'category':
    case 'boolean':
      return categoryReader(schema, missing, expectedRows, false)
    default:
      if (schema.type === 'text' && schema.role === 'feature') return textReader(schema, missing)
      return schema.role === 'group' || schema.role === 'time'
        ? categoryReader(schema, missing, expectedRows, true)
        : undefined
  }
}

function numberReader(
  { name, missing: missingCount }: ColumnSchema,
  missing: ReadonlySet<string>,
  expectedRows: number,
  parse: (text: string) => number,
): ColumnReader {
  let values = new Float64Array(Math.max(expectedRows, 16))
  let rows = 0
  return {
    add(text) {
      if (rows === values.length) values = grown(values, new Float64Array(2 * rows))
      values[rows++] = missing.has(text) ? NaN : parse(text)
    },
    finish: () => ({ kind: 'number', name, mayBeMissing: missingCount > 0, values: values.subarray(0, rows) }),
  }
}

/** @param open whether values outside the schema's categories get a code of their own (ids, which the schema does not list) */
function categoryReader(
  { name, missing: missingCount, categories = [] }: ColumnSchema,
  missing: ReadonlySet<string>,
  expectedRows: number,
  open: boolean,
): ColumnReader {
  const codeOf = new Map(categories.map((category, code) => [category, code]))
  let codes = new Int32Array(Math.max(expectedRows, 16))
  let rows = 0
  return {
    add(text) {
      if (rows === codes.length) codes = grown(codes, new Int32Array(2 * rows))
      let code = missing.has(text) ? -1 : codeOf.get(text)
      if (code === undefined && open) codeOf.set(text, (code = codeOf.size))
      codes[rows++] = code ?? -1
    },
    finish: () => ({
      kind: 'category',
      name,
      mayBeMissing: missingCount > 0,
      categories: [...codeOf.keys()],
      codes: codes.subarray(0, rows),
    }),
  }
}

function textReader({ name, missing: missingCount }: ColumnSchema, missing: ReadonlySet<string>): ColumnReader {
  const texts: string[] = []
  return {
    add(text) {
      texts.push(missing.has(text) ? '' : text)
    },
    finish: () => ({ kind: 'text', name, mayBeMissing: missingCount > 0, texts }),
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
