import { z } from 'zod'

/** What a column's values are. */
export const columnTypes = ['number', 'integer', 'category', 'boolean', 'text', 'date', 'id', 'constant'] as const
export type ColumnType = (typeof columnTypes)[number]

/** What a column is for. */
export const columnRoles = ['target', 'feature', 'ignore', 'group', 'time'] as const
export type ColumnRole = (typeof columnRoles)[number]

export const columnSchema = z.object({
  name: z.string(),
  type: z.enum(columnTypes),
  role: z.enum(columnRoles),
  /** How many rows have no value here. */
  missing: z.number().int().min(0),
  /** The distinct values of a category or boolean, sorted as `compareNames` sorts. */
  categories: z.array(z.string()).exactOptional(),
  /** Numbers with a decimal comma. */
  decimalComma: z.boolean().exactOptional(),
  /** Which number of 03/04/2024 is the day; for dates only. */
  dayOrder: z.enum(['day-first', 'month-first']).exactOptional(),
})

export type ColumnSchema = z.infer<typeof columnSchema>

/** Numbers in names by size, everything else by character: the same order on every machine, whatever its language. */
export function compareNames(first: string, second: string): number {
  const [a, b] = [Number(first), Number(second)]
  if (first !== '' && second !== '' && !Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b
  return first < second ? -1 : first > second ? 1 : 0
}
