import type { TrialRow } from '../../../preload/contract/types.ts'
import { scoreAxis } from '../../state/brush.ts'
import { valueOf } from '../../state/columns.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import type { ParallelAxis } from '../parallel/axis.ts'

export interface Correlations {
  readonly titles: readonly string[]
  /** Row by row, -1 to 1; undefined with fewer than five trials that have both, or where one of them never differs. */
  readonly values: readonly (readonly (number | undefined)[])[]
  /** Trials that have both. */
  readonly counts: readonly (readonly number[])[]
}

const least = 5

/** Ranks from 1, ties at their middle. */
function ranks(values: readonly number[]): Float64Array {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] as number) - (values[b] as number))
  const ranked = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to += 1
    for (let at = from; at <= to; at += 1) ranked[order[at] as number] = (from + to) / 2 + 1
    from = to + 1
  }
  return ranked
}

/** Pearson's correlation of ranks: Spearman's, with ties. */
export function spearman(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length < least) return undefined
  const [x, y] = [ranks(a), ranks(b)]
  const middle = (a.length + 1) / 2
  let [xy, xx, yy] = [0, 0, 0]
  for (let at = 0; at < x.length; at += 1) {
    const [dx, dy] = [(x[at] as number) - middle, (y[at] as number) - middle]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy)
}

/**
 * Rank correlation of every pair of columns over complete trials. Categories with two levels count as 0 and 1, others have
 * no order and are left out.
 */
export function correlations(
  axes: readonly ParallelAxis[],
  rows: readonly TrialRow[],
  parameters: readonly string[],
): Correlations {
  const ordered = axes.filter(
    (axis) =>
      axis.kind === 'number' || axis.choices.length === 2 || axis.choices.every((choice) => typeof choice === 'number'),
  )
  const complete = rows.filter((row) => row.state === 'complete' && row.value !== undefined)
  const columns = ordered.map((axis) => {
    const at = parameters.indexOf(axis.key)
    return complete.map((row) => {
      const value = axis.key === scoreAxis ? row.value : valueOf(row, axis.key, at)
      if (value === null || value === undefined) return Number.NaN
      return typeof value === 'number' ? value : axis.choices.indexOf(value)
    })
  })
  const pair = (a: readonly number[], b: readonly number[]) => {
    const both = a.flatMap((x, at) => (Number.isNaN(x) || Number.isNaN(b[at]) ? [] : [at]))
    return {
      count: both.length,
      value: spearman(
        both.map((at) => a[at] as number),
        both.map((at) => b[at] as number),
      ),
    }
  }
  const cells = columns.map((a, row) => columns.slice(0, row + 1).map((b) => pair(a, b)))
  const at = (row: number, column: number) => cells[Math.max(row, column)]?.[Math.min(row, column)]
  const square = <Value>(read: (cell: { count: number; value: number | undefined } | undefined) => Value) =>
    columns.map((_, row) => columns.map((__, column) => read(at(row, column))))
  return {
    titles: ordered.map(({ title }) => title),
    values: square((cell) => cell?.value),
    counts: square((cell) => cell?.count ?? 0),
  }
}

export function correlationTable({ titles, values, counts }: Correlations): PlotTable {
  return {
    columns: ['of', 'and', 'rank correlation', 'trials'],
    rows: titles.flatMap((title, row) =>
      titles
        .slice(0, row)
        .map((other, column) => [title, other, values[row]?.[column] ?? null, counts[row]?.[column] ?? 0]),
    ),
  }
}
