import type { ColumnProfile, TableChoices, TableInspection } from '../../preload/contract/types.ts'
import { formatCount, formatPlain } from './numbers.ts'

export type ColumnRole = ColumnProfile['role']
export type ColumnType = ColumnProfile['type']

export const columnRoles: readonly ColumnRole[] = ['feature', 'target', 'ignore', 'group', 'time']

export const roleInWords: Readonly<Record<ColumnRole, string>> = {
  feature: 'feature: the network sees it',
  target: 'target: what is predicted',
  ignore: 'ignore: left out',
  group: 'group: its rows stay together in a split',
  time: 'time: orders the rows',
}

export const typeInWords: Readonly<Record<ColumnType, string>> = {
  number: 'number',
  integer: 'whole number',
  category: 'category',
  boolean: 'two values',
  text: 'text',
  date: 'date',
  id: 'identifier',
  constant: 'one value',
}

/** Types that a user may read a column as; constant is only ever found. */
export const columnTypes: readonly ColumnType[] = ['number', 'integer', 'category', 'boolean', 'text', 'date', 'id']

export const delimiters = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'bar' },
  { value: ' ', label: 'space' },
] as const

export const encodings = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Latin 1' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
] as const

/** `comma, UTF-8, header in row 1` */
export function dialectInWords({ delimiter, encoding, header }: TableInspection['dialect']): string {
  const between = delimiters.find(({ value }) => value === delimiter)?.label ?? `"${delimiter}"`
  const letters = encodings.find(({ value }) => value === encoding)?.label ?? encoding
  return `${between}, ${letters}, ${header ? 'header in row 1' : 'no header'}`
}

/** `1 to 152, median 58`, or the commonest value and how often it is there. */
export function rangeInWords({ numbers, dates, top, type }: ColumnProfile): string {
  if (numbers)
    return `${formatPlain(numbers.min)} to ${formatPlain(numbers.max)}, median ${formatPlain(numbers.quantiles[2])}`
  if (dates) return `${dates.first} to ${dates.last}`
  const first = top?.[0]
  if (!first) return ''
  return type === 'constant' ? `${first.value} in every row` : `${first.value} · ${formatCount(first.count)}`
}

/** A change of choices that cures what a warning says, and what its button says. */
export interface Mend {
  readonly title: string
  apply(choices: TableChoices): TableChoices
}

type Warning = TableInspection['warnings'][number]

/** What can be done about a warning in one click; undefined where nothing can, or it is done already. */
export function mendOf(warning: Warning, table: TableInspection): Mend | undefined {
  const { column, code, values } = warning
  const role = table.columns.find(({ name }) => name === column)?.role
  if (column === undefined || role === undefined) return undefined
  const give =
    (next: ColumnRole) =>
    (choices: TableChoices): TableChoices => ({
      ...choices,
      roles: { ...choices.roles, [column]: next },
    })
  switch (code) {
    case 'leaking-column':
    case 'high-missing':
    case 'many-categories':
      return role === 'feature' ? { title: `Leave ${column} out`, apply: give('ignore') } : undefined
    case 'repeating-id':
      return role === 'feature' || role === 'ignore'
        ? { title: `Keep rows of one ${column} together`, apply: give('group') }
        : undefined
    case 'mixed-numbers': {
      if (!values) return undefined
      const missingTokens = [...new Set([...table.missingTokens, ...values])]
      return {
        title: `Read ${values.map((value) => `"${value}"`).join(', ')} as missing`,
        apply: (choices) => ({ ...choices, missingTokens }),
      }
    }
    default:
      return undefined
  }
}

/** What was done about it without being asked, as a word. */
export function mendedAs(warning: Warning, table: TableInspection): string | undefined {
  const role = table.columns.find(({ name }) => name === warning.column)?.role
  if (role === 'ignore') return 'Left out.'
  if (warning.code === 'repeating-id' && role === 'group') return 'Kept together as group.'
  return undefined
}
