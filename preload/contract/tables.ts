import { z } from 'zod'
import { count, limits, name, text } from './bounds.ts'

const columnType = z.enum(['number', 'integer', 'category', 'boolean', 'text', 'date', 'id', 'constant'])
const columnRole = z.enum(['target', 'feature', 'ignore', 'group', 'time'])
const encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
/** A column's own name, which may be long or empty of letters. */
const column = z.string().max(limits.text)

/** What the user says of a CSV or TSV file instead of leaving it to detection. */
export const tableChoices = z.strictObject({
  delimiter: z.string().min(1).max(8).exactOptional(),
  /** null: quotes are ordinary characters. */
  quote: z.string().min(1).max(1).nullable().exactOptional(),
  encoding: encoding.exactOptional(),
  header: z.boolean().exactOptional(),
  missingTokens: z.array(z.string().max(limits.name)).max(limits.list).exactOptional(),
  target: column.exactOptional(),
  task: z.enum(['classification', 'regression']).exactOptional(),
  types: z.record(column, columnType).exactOptional(),
  roles: z.record(column, columnRole).exactOptional(),
})

/** What is known of one column. */
export const columnProfile = z.object({
  name: column,
  type: columnType,
  role: columnRole,
  rows: count,
  missing: count,
  /** Estimated to about 2 % where not exact. */
  distinct: z.object({ count, exact: z.boolean() }),
  numbers: z
    .object({
      min: z.number(),
      max: z.number(),
      mean: z.number(),
      deviation: z.number(),
      mostFrequent: z.number(),
      /** 5, 25, 50, 75, 95 %. */
      quantiles: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
      /** Equal bins; one edge more than counts. */
      histogram: z.object({ edges: z.array(z.number()).max(64), counts: z.array(count).max(64) }),
    })
    .exactOptional(),
  dates: z.object({ first: text, last: text }).exactOptional(),
  /** The commonest values, the commonest first. */
  top: z
    .array(z.object({ value: text, count }))
    .max(10)
    .exactOptional(),
})

/** What a file would be as a dataset, before anything is imported. */
export const tableInspection = z.object({
  name,
  bytes: count,
  dialect: z.object({
    encoding,
    delimiter: z.string().max(8),
    quote: z.string().max(1).nullable(),
    header: z.boolean(),
  }),
  missingTokens: z.array(z.string().max(limits.name)).max(limits.list),
  rows: count,
  columns: z.array(columnProfile).max(20_000),
  /** Absent if no column can be one. */
  target: z.object({ column, task: z.enum(['classification', 'regression']), because: text }).exactOptional(),
  warnings: z
    .array(
      z.object({
        code: name,
        column: column.exactOptional(),
        message: text,
        /** The values at fault, where naming them as missing would cure it. */
        values: z.array(text).max(64).exactOptional(),
      }),
    )
    .max(20_000),
  /** The first rows as they stand in the file; long values are cut. */
  firstRows: z.array(z.array(z.string().max(limits.name)).max(20_000)).max(limits.rows),
})
