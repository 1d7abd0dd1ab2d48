import { DataError } from '../errors.ts'
import type { Dialect } from '../tables/dialect.ts'
import { readRecords, type ReadOptions } from '../tables/records.ts'
import { ColumnObserver } from './column-observer.ts'
import { DuplicateRows } from './duplicates.ts'
import { avalanche, hashText } from './hash.ts'
import { nameColumns } from './header.ts'

export interface ObservedTable {
  readonly names: readonly string[]
  readonly renamed: readonly (readonly [string, string])[]
  readonly columns: readonly ColumnObserver[]
  readonly rows: number
  readonly duplicateRows: number
  /** At most `rowsShown` of them, trimmed. */
  readonly firstRows: readonly (readonly string[])[]
}

/** As many rows are kept as they stand, to be looked at. */
const rowsShown = 200

/**
 * One pass over a table: everything that profiles, types and warnings are made of.
 *
 * @throws DataError no-rows if there is a header but nothing below it; malformed-row
 */
export async function observeTable(
  path: string,
  dialect: Dialect,
  missingTokens: readonly string[],
  options: ReadOptions = {},
): Promise<ObservedTable> {
  const isMissing = missingTest(missingTokens)
  const duplicates = new DuplicateRows()
  const hash = { first: 0, second: 0 }
  let columns: ColumnObserver[] = []
  let named: ReturnType<typeof nameColumns> = { names: [], renamed: [] }
  const firstRows: string[][] = []
  let rows = 0

  function observeRow(record: readonly string[]): void {
    let [first, second] = [0, 0]
    for (let column = 0; column < record.length; column++) {
      const text = (record[column] as string).trim()
      hashText(text, hash)
      first = avalanche(Math.imul(first, 31) ^ hash.first)
      second = avalanche(Math.imul(second, 0x01000193) ^ hash.second)
      ;(columns[column] as ColumnObserver).add(text, hash.first)
    }
    duplicates.add(first, second)
    if (rows < rowsShown) firstRows.push(record.map((text) => text.trim()))
    rows++
  }

  await readRecords(
    path,
    dialect,
    (record, index) => {
      if (index === 0) {
        named = nameColumns(record, dialect.header)
        columns = record.map(() => new ColumnObserver(isMissing))
        if (dialect.header) return
      }
      observeRow(record)
    },
    options,
  )
  if (rows === 0)
    throw new DataError(
      'no-rows',
      `${options.name ?? path} has ${named.names.length > 0 ? 'a header but no rows below it' : 'no rows'}. Nothing was imported.`,
    )
  return { ...named, columns, rows, duplicateRows: duplicates.count, firstRows }
}

/** Most cells are longer than any token for missing: their length alone decides. */
function missingTest(tokens: readonly string[]): (text: string) => boolean {
  const known = new Set(tokens)
  const longest = tokens.reduce((most, token) => Math.max(most, token.length), 0)
  return (text) => text.length <= longest && known.has(text)
}
