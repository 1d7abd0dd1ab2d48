import type { ColumnType } from '../schema.ts'
import type { DayOrder } from '../tables/date.ts'
import type { ColumnObserver } from './column-observer.ts'

export interface InferredType {
  readonly type: ColumnType
  /** Whether numbers have a decimal comma. */
  readonly comma: boolean
  /** For dates: which number is the day; `ambiguous` if every date of the column allows both. */
  readonly dayOrder?: DayOrder
  readonly ambiguous?: boolean
}

const booleans: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['f', 't'],
  ['no', 'yes'],
  ['n', 'y'],
  ['off', 'on'],
]

/** A name that announces an identifier: id, patient_id, customerId, row number, key. */
const idName =
  /^(id|index|idx|key|uuid|guid|nr|no|row|rownum|row_?(id|number)|unnamed.*|record|instant)$|(_|-|\b)(id|uuid|key)$|[a-z](Id|ID)$/
export const isIdName = (name: string) => idName.test(name) || idName.test(name.toLowerCase())

export type DecimalMark = 'point' | 'comma'

/**
 * Whether the file writes 1,5 or 1.5: a comma only if no column of numbers has a point. Where the columns themselves are
 * separated by commas and every such number looks like 1,234, those are thousands, which are not read.
 */
export function decimalMarkOf(columns: readonly ColumnObserver[], delimiter: string): DecimalMark {
  const numeric = columns.filter((column) => column.others === 0 && column.numeric > 0)
  const withComma = numeric.filter((column) => column.withComma > 0)
  if (withComma.length === 0 || numeric.some((column) => column.withPoint > 0)) return 'point'
  const onlyThousands = withComma.every((column) => column.thousandsLike === column.withComma)
  return delimiter === ',' && onlyThousands ? 'point' : 'comma'
}

/**
 * What a column's values are, from one pass over all of them:
 * constant (at most one value), boolean (two values that say yes and no, or 0 and 1), integer or number (nothing else but
 * missing), id (numbered through, or all different with a name or look of an identifier), date, category (values that
 * recur), text.
 */
export function inferType(name: string, column: ColumnObserver, decimals: DecimalMark): InferredType {
  const comma = column.withComma > 0
  const { count: distinct } = column.distinct()
  const present = column.rows - column.missing
  if (distinct <= 1) return { type: 'constant', comma: false }
  if (isBoolean(column)) return { type: 'boolean', comma: false }
  const consistent = decimals === 'comma' ? column.withPoint === 0 : column.withComma === 0
  if (column.others === 0 && column.numeric > 0 && consistent) {
    if (column.fractions > 0 || comma) return { type: 'number', comma }
    return { type: isNumberedId(name, column, distinct, present) ? 'id' : 'integer', comma }
  }
  if (
    column.dates > 0 &&
    column.dates === column.others &&
    column.numeric === 0 &&
    (column.dayFirst || column.monthFirst)
  ) {
    const ambiguous = column.dayFirst && column.monthFirst && column.orderMatters
    return { type: 'date', comma: false, dayOrder: column.monthFirst ? 'month-first' : 'day-first', ambiguous }
  }
  return { type: textType(name, column, distinct, present), comma: false }
}

function isBoolean(column: ColumnObserver): boolean {
  const counts = column.counts()
  if (counts === undefined || counts.size !== 2) return false
  const values = [...counts.keys()].map((value) => value.toLowerCase()).sort()
  if (values[0] === '0' && values[1] === '1') return true
  return booleans.some(([no, yes]) => values.includes(no) && values.includes(yes))
}

function isNumberedId(name: string, column: ColumnObserver, distinct: number, present: number): boolean {
  if (present < 10) return false
  if (column.sequential) return true
  return isIdName(name) && distinct > 10
}

function textType(name: string, column: ColumnObserver, distinct: number, present: number): ColumnType {
  const averageLength = column.lengthSum / Math.max(1, column.others)
  const prose = averageLength > 60 || (column.withSpaces > 0.5 * column.others && averageLength > 25)
  const recurring = distinct <= 10 ? distinct < present || present < 10 : distinct <= 1000 && distinct <= 0.5 * present
  if (recurring && !(prose && distinct > 50) && !(isIdName(name) && distinct > 50)) return 'category'
  if (prose) return 'text'
  if (isIdName(name) || distinct >= 0.95 * present) return column.withSpaces > 0.5 * column.others ? 'text' : 'id'
  return distinct <= 1000 ? 'category' : 'text'
}
