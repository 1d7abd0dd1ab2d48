import { looksLikeDate } from '../tables/date.ts'
import { parseCommaNumber, parseNumber } from '../tables/number.ts'

/**
 * Whether the first of some rows names the columns. It does if none of its cells is a number or a date and they differ from
 * one another, and either a column below it holds such values, or (all is text) its cells do not turn up again below.
 *
 * @param records the first rows of the file, the possible header first
 */
export function detectHeader(records: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = records
  if (first === undefined) return false
  const names = first.map((cell) => cell.trim())
  if (names.some(isValue)) return false
  if (rest.length === 0) return true
  const someColumnDiffers = names.some((_, column) => rest.some((record) => isValue((record[column] ?? '').trim())))
  if (someColumnDiffers) return true
  const recurring = names.filter((name, column) => rest.some((record) => (record[column] ?? '').trim() === name))
  return recurring.length === 0 && new Set(names).size === names.length
}

function isValue(cell: string): boolean {
  return (
    cell !== '' && (!Number.isNaN(parseNumber(cell)) || !Number.isNaN(parseCommaNumber(cell)) || looksLikeDate(cell))
  )
}

export interface ColumnNames {
  readonly names: readonly string[]
  /** Names that had to be made or changed, as [what the file says, what it is called here]. */
  readonly renamed: readonly (readonly [string, string])[]
}

/** Names for the columns: trimmed, none empty, no two alike. */
export function nameColumns(first: readonly string[], header: boolean): ColumnNames {
  if (!header) return { names: first.map((_, column) => `column_${column + 1}`), renamed: [] }
  const taken = new Set<string>()
  const renamed: [string, string][] = []
  const names = first.map((cell, column) => {
    const wished = cell.trim() || `column_${column + 1}`
    let name = wished
    for (let copy = 2; taken.has(name); copy++) name = `${wished}_${copy}`
    taken.add(name)
    if (name !== cell.trim()) renamed.push([cell.trim(), name])
    return name
  })
  return { names, renamed }
}
