import type { Front, Objective, TrialRow } from '../../../preload/contract/types.ts'
import { isBetter, metricTitle } from '../../words/metrics.ts'
import { objectiveTitle } from '../../words/objectives.ts'
import type { PlotTable } from '../frame/plot-table.ts'

/** One of a study's objectives on an axis of the plot. */
export interface ParetoAxis {
  readonly objective: Objective
  /** Its place among a trial's values. */
  readonly place: number
}

export interface ParetoPoint {
  readonly trial: number
  readonly x: number
  readonly y: number
  /** pruned: the last values before it was stopped. */
  readonly state: 'complete' | 'pruned'
  /** Nothing complete is better in one of the two and no worse in the other. */
  readonly onFront: boolean
}

/** Fresh seeds of a finalist or a baseline: the mean and the 95 % interval of both. */
export interface ConfirmedPoint {
  readonly name: string
  readonly trial?: number
  readonly x: readonly [mean: number, low: number, high: number]
  readonly y: readonly [mean: number, low: number, high: number]
}

/** What the plot of two objectives shows. */
export interface ParetoRecord {
  readonly across: ParetoAxis
  readonly up: ParetoAxis
  readonly points: readonly ParetoPoint[]
  /** The edge of what the front dominates, from its best in `across` to its best in `up`. */
  readonly steps: readonly (readonly [x: number, y: number])[]
  readonly confirmed: readonly ConfirmedPoint[]
  readonly baselines: readonly ConfirmedPoint[]
  /** Trials without a value for one of the two. */
  readonly without: number
}

/** O(n log n). */
export function paretoRecord(
  rows: readonly TrialRow[],
  across: ParetoAxis,
  up: ParetoAxis,
  verdict: Front['verdict'],
): ParetoRecord {
  const placed = rows.flatMap(({ number, state, values = [] }) => {
    const [x, y] = [values[across.place], values[up.place]]
    if ((state !== 'complete' && state !== 'pruned') || typeof x !== 'number' || typeof y !== 'number') return []
    return [{ trial: number, state, x, y }]
  })
  const front = frontOf(
    placed.filter(({ state }) => state === 'complete'),
    across.objective,
    up.objective,
  )
  const members = new Set(front.map(({ trial }) => trial))
  const confirm = (values: NonNullable<typeof verdict>['members'][number]['values']) => {
    const [x, y] = [values[across.place], values[up.place]]
    if (!x || !y) return undefined
    const ends = ({ mean, low = mean, high = mean }: NonNullable<typeof x>) => [mean, low, high] as const
    return { x: ends(x), y: ends(y) }
  }
  return {
    across,
    up,
    points: placed.map((point) => ({ ...point, onFront: members.has(point.trial) })),
    steps: stepsOf(front),
    confirmed: (verdict?.members ?? []).flatMap(({ trial, values }) => {
      const at = confirm(values)
      return at ? [{ name: trial === 0 ? 'defaults' : `trial ${trial}`, trial, ...at }] : []
    }),
    baselines: (verdict?.baselines ?? []).flatMap(({ name, values }) => {
      const at = confirm(values)
      return at ? [{ name: name === 'linear' ? 'linear model' : 'constant answer', ...at }] : []
    }),
    without: rows.length - placed.length,
  }
}

interface Placed {
  readonly trial: number
  readonly x: number
  readonly y: number
}

/** Those that nothing beats in one without losing in the other, the best in `across` first; of the same values all. */
function frontOf<Point extends Placed>(points: readonly Point[], across: Objective, up: Objective): readonly Point[] {
  const sorted = points.toSorted((a, b) =>
    a.x !== b.x ? (isBetter(across, a.x, b.x) ? -1 : 1) : a.y === b.y ? 0 : isBetter(up, a.y, b.y) ? -1 : 1,
  )
  const front: Point[] = []
  for (const point of sorted) {
    const last = front.at(-1)
    if (!last || isBetter(up, point.y, last.y) || (point.x === last.x && point.y === last.y)) front.push(point)
  }
  return front
}

/** Between two neighbours the corner that is as bad as the worse of them in both. */
function stepsOf(front: readonly Placed[]): readonly (readonly [number, number])[] {
  return front.flatMap((point, at) => {
    const before = front[at - 1]
    return before ? [[point.x, before.y] as const, [point.x, point.y] as const] : [[point.x, point.y] as const]
  })
}

/** The plot as rows. */
export function paretoTable({ across, up, points }: ParetoRecord): PlotTable {
  return {
    columns: ['trial', 'state', metricTitle(across.objective.metric), metricTitle(up.objective.metric), 'on the front'],
    rows: points.map(({ trial, state, x, y, onFront }) => [trial, state, x, y, onFront]),
  }
}

/** What the plot shows, for those who cannot see it. */
export function paretoInWords({ across, up, points }: ParetoRecord): string {
  const complete = points.filter(({ state }) => state === 'complete').length
  const front = points.filter(({ onFront }) => onFront).length
  return `Pareto front of ${objectiveTitle(across.objective)} and ${objectiveTitle(up.objective)}: ${front} of ${complete} complete trials are on it.`
}
