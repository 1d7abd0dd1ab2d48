import type { ColumnObserver } from './column-observer.ts'
import type { InferredTarget } from './infer-target.ts'
import { isIdName, type InferredType } from './infer-type.ts'
import type { ColumnProfile } from './profile.ts'

/** Something that a user should know before trusting results on this data. Nothing is forbidden. */
export interface DataWarning {
  readonly code: WarningCode
  /** The column it is about, if it is about one. */
  readonly column?: string
  /** What was found and what follows from it, in a sentence. */
  readonly message: string
  /** The values at fault, where naming them as missing would cure it. */
  readonly values?: readonly string[]
}

export type WarningCode =
  | 'constant-column'
  | 'id-column'
  | 'repeating-id'
  | 'leaking-column'
  | 'high-missing'
  | 'missing-target'
  | 'imbalance'
  | 'few-rows-per-class'
  | 'too-few-rows'
  | 'duplicate-rows'
  | 'sorted-by-target'
  | 'many-categories'
  | 'mixed-numbers'
  | 'mixed-decimals'
  | 'ambiguous-dates'
  | 'renamed-column'

/** One column with all that is known of it. */
export interface KnownColumn {
  readonly profile: ColumnProfile
  readonly observed: ColumnObserver
  readonly inferred: InferredType
  /** Row by row, NaN where missing; absent if it is not a column of numbers. */
  readonly numbers?: Float64Array
}

export interface KnownTable {
  readonly rows: number
  readonly duplicateRows: number
  readonly renamed: readonly (readonly [string, string])[]
  readonly columns: readonly KnownColumn[]
  readonly target?: InferredTarget
}

export function findWarnings(table: KnownTable): DataWarning[] {
  const target = table.columns.find(({ profile }) => profile.name === table.target?.column)
  return [
    ...table.renamed.map(([from, to]) => renamed(from, to)),
    ...tableWarnings(table),
    ...table.columns.flatMap((column) => columnWarnings(column, column === target)),
    ...(target ? targetWarnings(table, target) : []),
  ]
}

function tableWarnings({ rows, duplicateRows }: KnownTable): DataWarning[] {
  const warnings: DataWarning[] = []
  if (rows < 50)
    warnings.push({
      code: 'too-few-rows',
      message: `There are only ${rows} rows: scores on so few will differ much from split to split. Use k-fold cross-validation.`,
    })
  if (duplicateRows > 0)
    warnings.push({
      code: 'duplicate-rows',
      message:
        `${numbered(duplicateRows, 'row repeats', 'rows repeat')} an earlier one exactly (${percent(duplicateRows / rows)}): ` +
        `copies can land in training and validation alike and make scores look better than they are.`,
    })
  return warnings
}

function columnWarnings({ profile, observed, inferred }: KnownColumn, isTarget: boolean): DataWarning[] {
  const { name, type, rows, missing, distinct } = profile
  const warnings: DataWarning[] = []
  const warn = (code: WarningCode, message: string, values?: readonly string[]) =>
    warnings.push({ code, column: name, message, ...(values && { values }) })
  if (type === 'constant')
    warn('constant-column', `${name} has the same value in every row and cannot help; it is left out.`)
  else if (missing > 0.3 * rows && !isTarget)
    warn(
      'high-missing',
      `${name} is missing in ${percent(missing / rows)} of the rows: most of what a network sees there is filled in.`,
    )
  if (type === 'id') warnId(profile, warn)
  if (type === 'category' && distinct.count > 50)
    warn(
      'many-categories',
      `${name} has ${distinct.count} categories, each of which becomes an input of its own; consider ordinal encoding or leaving it out.`,
    )
  if (observed.withComma > 0 && !inferred.comma && type !== 'number' && observed.others === 0)
    warn(
      'mixed-decimals',
      `${name} has numbers with a comma, others with a point (or thousands with a comma): it is not read as numbers. Write all numbers the same way, without separators for thousands.`,
    )
  const numberLike = observed.numeric >= 0.8 * (observed.numeric + observed.others)
  if (observed.others > 0 && numberLike && observed.numeric > 10)
    warn(
      'mixed-numbers',
      `${name} is all numbers but for ${numbered(observed.others, 'value', 'values')} such as "${observed.otherExamples[0]}": it is not read as numbers. Correct them, or name them as missing.`,
      observed.otherExamples.length === observed.others ? observed.otherExamples : undefined,
    )
  if (inferred.ambiguous)
    warn(
      'ambiguous-dates',
      `The dates of ${name} could be read as day/month or as month/day; they are read as month/day.`,
    )
  return warnings
}

function warnId(
  { name, rows, missing, distinct }: ColumnProfile,
  warn: (code: WarningCode, message: string) => void,
): void {
  const repeats = distinct.exact ? distinct.count < rows - missing : distinct.count < 0.9 * (rows - missing)
  if (repeats)
    warn(
      'repeating-id',
      `${name} identifies something that has several rows (${distinct.count} in ${rows}). Split by this column as a group, or rows of one will be trained and validated on alike.`,
    )
  else
    warn(
      'id-column',
      `${name} is different in every row, like a number or name of the row; it is left out, for a network could only learn it by heart.`,
    )
}

function targetWarnings(table: KnownTable, target: KnownColumn): DataWarning[] {
  const { name, missing, rows } = target.profile
  const warnings: DataWarning[] = []
  if (missing > 0)
    warnings.push({
      code: 'missing-target',
      column: name,
      message: `The target ${name} is missing in ${numbered(missing, 'row', 'rows')} (${percent(missing / rows)}); these take no part in training or validation.`,
    })
  if (table.target?.task === 'classification') warnings.push(...classWarnings(target))
  return [...warnings, ...leaks(table, target)]
}

function classWarnings({ profile, observed }: KnownColumn): DataWarning[] {
  const counts = [...(observed.counts() ?? [])].sort(([, a], [, b]) => b - a)
  const warnings: DataWarning[] = []
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  const [most, least] = [counts[0], counts.at(-1)]
  if (!most || !least || counts.length < 2) return warnings
  const few = counts.filter(([, count]) => count < 10)
  if (few.length > 0)
    warnings.push({
      code: 'few-rows-per-class',
      column: profile.name,
      message: `${few.length === 1 ? `The class ${few[0]?.[0]} has` : `${few.length} classes have`} fewer than 10 rows (${few
        .slice(0, 3)
        .map(([value, count]) => `${value}: ${count}`)
        .join(', ')}): too few to learn or to judge.`,
    })
  if (most[1] >= 10 * least[1] || most[1] > 0.8 * total)
    warnings.push({
      code: 'imbalance',
      column: profile.name,
      message: `${percent(most[1] / total)} of the rows are of the class ${most[0]} and ${percent(least[1] / total)} of ${least[0]}: always guessing ${most[0]} already scores ${percent(most[1] / total)} accuracy. Judge by balanced accuracy or F1.`,
    })
  if (total >= 20 * counts.length && observed.changes <= 2 * counts.length)
    warnings.push({
      code: 'sorted-by-target',
      column: profile.name,
      message: `The rows are sorted by ${profile.name}, so row numbers and ids give the answer away. Leave such columns out, and do not split in file order.`,
    })
  return warnings
}

/** Columns that tell the target: those with equal values in the same rows, and numbers in proportion to it. */
function leaks(table: KnownTable, target: KnownColumn): DataWarning[] {
  return table.columns.flatMap((column) => {
    const { name, type } = column.profile
    if (column === target || type === 'constant') return []
    const sameRows =
      column.observed.counts() && target.observed.counts() && column.observed.pattern === target.observed.pattern
    const r = column.numbers && target.numbers ? correlation(column.numbers, target.numbers) : 0
    if (!sameRows && !(Math.abs(r) > 0.999)) return []
    const how = sameRows
      ? 'tells exactly the same as'
      : `is almost exactly in proportion to (correlation ${r.toFixed(4)})`
    const what = isIdName(name)
      ? 'This id gives the answer away'
      : 'If it would not be known when predicting, this gives the answer away'
    return [
      {
        code: 'leaking-column' as const,
        column: name,
        message: `${name} ${how} the target ${target.profile.name}. ${what}; leave it out.`,
      },
    ]
  })
}

/** Pearson's correlation over the rows where both are present; 0 for fewer than 10 of them. */
function correlation(first: Float64Array, second: Float64Array): number {
  let [n, meanX, meanY, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0]
  first.forEach((x, row) => {
    const y = second[row] as number
    if (Number.isNaN(x) || Number.isNaN(y)) return
    n++
    const [dx, dy] = [x - meanX, y - meanY]
    meanX += dx / n
    meanY += dy / n
    sxx += dx * (x - meanX)
    syy += dy * (y - meanY)
    sxy += dx * (y - meanY)
  })
  return n < 10 || sxx === 0 || syy === 0 ? 0 : sxy / Math.sqrt(sxx * syy)
}

function renamed(from: string, to: string): DataWarning {
  const why = from === '' ? 'A column has no name' : `Two columns are called ${from}`
  return { code: 'renamed-column', column: to, message: `${why}; it is called ${to} here.` }
}

function numbered(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function percent(share: number): string {
  return `${share > 0 && share < 0.01 ? (share * 100).toFixed(2) : (share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}
