import { mostFrequent, meanAndDeviation, quantile } from '../preprocess/statistics.ts'
import type { ColumnType } from '../schema.ts'
import { compareNames } from '../schema.ts'
import { formatDay, parseDate } from '../tables/date.ts'
import { missingAmongNumbers } from '../tables/missing.ts'
import type { ColumnObserver } from './column-observer.ts'
import type { InferredType } from './infer-type.ts'

/** What is known of one column, for people and for the checks before a study. Plain data. */
export interface ColumnProfile {
  readonly name: string
  readonly type: ColumnType
  readonly rows: number
  readonly missing: number
  /** Different values, missing not counted; estimated to about 2 % where `exact` is false. */
  readonly distinct: { readonly count: number; readonly exact: boolean }
  readonly numbers?: NumberProfile
  /** First and last date. */
  readonly dates?: { readonly first: string; readonly last: string }
  /** The commonest values, at most ten, the commonest first; absent where there are too many to count. */
  readonly top?: readonly { readonly value: string; readonly count: number }[]
}

export interface NumberProfile {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly deviation: number
  readonly mostFrequent: number
  /** 5 %, 25 %, 50 %, 75 %, 95 %. */
  readonly quantiles: readonly [number, number, number, number, number]
  /** Equal bins from min to max; the last one includes max. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] }
}

const bins = 20
const topValues = 10

/** @param numbers the column's values row by row if all are numbers, NaN where missing */
export function profileColumn(
  name: string,
  column: ColumnObserver,
  inferred: InferredType,
  numbers: Float64Array | undefined,
): ColumnProfile {
  const isDate = inferred.type === 'date'
  const missing = column.missing + (numbers || isDate ? column.doubtful : 0)
  const counts = column.counts()
  const top = counts && [...counts].sort(([a, m], [b, n]) => n - m || compareNames(a, b)).slice(0, topValues)
  const sorted = numbers?.filter((value) => !Number.isNaN(value)).sort()
  return {
    name,
    type: inferred.type,
    rows: column.rows,
    missing,
    distinct: sorted ? { count: countRuns(sorted), exact: true } : column.distinct(),
    ...(sorted && sorted.length > 0 && { numbers: profileNumbers(sorted) }),
    ...(isDate && counts && { dates: dateRange(counts, inferred) }),
    ...(top && { top: top.map(([value, count]) => ({ value, count })) }),
  }
}

function profileNumbers(sorted: Float64Array): NumberProfile {
  const [min, max] = [sorted[0] as number, sorted[sorted.length - 1] as number]
  const at = (share: number) => quantile(sorted, share)
  return {
    min,
    max,
    ...meanAndDeviation(sorted),
    mostFrequent: mostFrequent(sorted),
    quantiles: [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)],
    histogram: histogramOf(sorted, min, max),
  }
}

function histogramOf(sorted: Float64Array, min: number, max: number): NumberProfile['histogram'] {
  if (min === max) return { edges: [min, max], counts: [sorted.length] }
  const width = max / bins - min / bins
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((value - min) / width)))
    counts[bin] = (counts[bin] as number) + 1
  }
  const edges = Array.from({ length: bins + 1 }, (_, edge) => (edge === bins ? max : min + edge * width))
  return { edges, counts }
}

function countRuns(sorted: Float64Array): number {
  let runs = 0
  sorted.forEach((value, place) => {
    if (place === 0 || value !== sorted[place - 1]) runs++
  })
  return runs
}

function dateRange(counts: ReadonlyMap<string, number>, { dayOrder = 'month-first' }: InferredType) {
  let [first, last] = [Infinity, -Infinity]
  for (const text of counts.keys()) {
    if (missingAmongNumbers.has(text)) continue
    const day = parseDate(text, dayOrder)
    if (day < first) first = day
    if (day > last) last = day
  }
  return { first: formatDay(first), last: formatDay(last) }
}
