import type { TrialRow } from '../../../preload/contract/types.ts'
import { halfInterval } from '../../words/interval.ts'
import { valueOf } from '../../state/columns.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import type { ParallelAxis } from '../parallel/axis.ts'

/** Complete trials at one level of a parameter: a choice, or a part of its range. */
export interface Level {
  readonly label: string
  readonly n: number
  readonly mean: number
  /** 95 % interval of the mean by Student's t; absent under three trials. */
  readonly interval?: readonly [low: number, high: number]
  readonly best: number
}

const parts = 5

/**
 * The scores of complete trials by level of a parameter: each choice, or five parts of the range that are equally long on the
 * axis. Levels without a trial are left out. These are means over what the sampler tried, not effects by themselves.
 */
export function levelsOf(
  axis: ParallelAxis,
  rows: readonly TrialRow[],
  parameters: readonly string[],
  maximise: boolean,
): readonly Level[] {
  const at = parameters.indexOf(axis.key)
  const groups = new Map<string, { readonly label: string; readonly order: number; readonly scores: number[] }>()
  for (const row of rows) {
    if (row.state !== 'complete' || row.value === undefined) continue
    const value = valueOf(row, axis.key, at)
    const level = levelAt(axis, value)
    const group = groups.get(level.label) ?? { ...level, scores: [] }
    group.scores.push(row.value)
    groups.set(level.label, group)
  }
  return [...groups.values()]
    .toSorted((a, b) => a.order - b.order)
    .map(({ label, scores }) => {
      const n = scores.length
      const mean = scores.reduce((sum, score) => sum + score, 0) / n
      const deviation =
        n < 2 ? undefined : Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (n - 1))
      const half = halfInterval(deviation, n)
      const best = scores.reduce((a, b) => (maximise ? Math.max(a, b) : Math.min(a, b)))
      return { label, n, mean, best, ...(half === undefined ? {} : { interval: [mean - half, mean + half] as const }) }
    })
}

function levelAt(axis: ParallelAxis, value: ReturnType<typeof valueOf>): { label: string; order: number } {
  if (value === null || value === undefined) return { label: axis.missing ?? 'missing', order: 1e9 }
  if (axis.kind === 'category') return { label: axis.format(value), order: axis.choices.indexOf(value) }
  const [low = 0, high = 1] = axis.range ?? []
  // Whole numbers with few values are levels themselves.
  if (Number.isInteger(low) && Number.isInteger(high) && Math.abs(high - low) < 8)
    return { label: axis.format(value), order: Number(value) }
  const part = Math.min(parts - 1, Math.floor(axis.position(value) * parts))
  const [from, to] = [axis.value(part / parts), axis.value((part + 1) / parts)]
  return { label: `${axis.format(from)} to ${axis.format(to)}`, order: part }
}

/** Levels whose intervals overlap that of the best mean: what cannot be told from it by these trials. */
export function tiedWithBest(levels: readonly Level[], maximise: boolean): readonly string[] {
  const sure = levels.filter((level) => level.interval !== undefined)
  const best = sure.reduce<Level | undefined>(
    (top, level) => (top && (maximise ? top.mean >= level.mean : top.mean <= level.mean) ? top : level),
    undefined,
  )
  const [low, high] = best?.interval ?? [0, 0]
  return sure.filter(({ interval }) => interval && interval[0] <= high && interval[1] >= low).map(({ label }) => label)
}

export function levelsTable(title: string, levels: readonly Level[]): PlotTable {
  return {
    columns: [title, 'mean', '95 % from', 'to', 'best', 'n'],
    rows: levels.map(({ label, mean, interval, best, n }) => [
      label,
      mean,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
      best,
      n,
    ]),
  }
}
