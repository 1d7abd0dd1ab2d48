import type { TrialRow } from '../../../preload/contract/types.ts'
import { scoreAxis } from '../../state/brush.ts'
import { valueOf } from '../../state/columns.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import { missingAt, type ParallelAxis } from '../parallel/axis.ts'
import { toneOf } from '../parallel/data.ts'

/** Trials as points between two axes, in the order of drawing: later ones lie on top. Places are those of the axes. */
export interface PointsRecord {
  readonly x: ParallelAxis
  readonly y: ParallelAxis
  readonly trials: Int32Array
  readonly xs: Float32Array
  readonly ys: Float32Array
  /** Of the column that colours: place on the ramp or number of a category; NaN without a value. */
  readonly tones: Float32Array
  /** 1 where the trial was pruned. */
  readonly pruned: Uint8Array
  /** Trials with a value on neither or only one of the axes, which a plane has no place for. */
  readonly left: number
}

/** A little to the side by trial, so that points of one category do not hide one another; the same each time. */
const jitter = (trial: number) => ((Math.imul(trial + 1, 2_654_435_761) >>> 16) & 0xffff) / 0xffff - 0.5

/**
 * @param better  whether larger tones are better and lie on top; of other colours the order is that of the trials
 * O(n log n).
 */
export function pointsRecord(
  rows: readonly TrialRow[],
  parameters: readonly string[],
  x: ParallelAxis,
  y: ParallelAxis,
  colour: ParallelAxis,
  better: boolean,
): PointsRecord {
  const at = { x: parameters.indexOf(x.key), y: parameters.indexOf(y.key), colour: parameters.indexOf(colour.key) }
  const found = rows.flatMap((row) => {
    const across = placeOf(x, valueOf(row, x.key, at.x), row.number)
    const up = placeOf(y, valueOf(row, y.key, at.y), row.number + 7)
    if (across === undefined || up === undefined) return []
    const tone = toneOf(colour, valueOf(row, colour.key, at.colour))
    return [{ row, across, up, tone: colour.key === scoreAxis && !better ? 1 - tone : tone }]
  })
  const order = (tone: number) => (Number.isNaN(tone) ? -1 : tone)
  const sorted = colour.key === scoreAxis ? found.toSorted((a, b) => order(a.tone) - order(b.tone)) : found
  return {
    x,
    y,
    trials: Int32Array.from(sorted, ({ row }) => row.number),
    xs: Float32Array.from(sorted, ({ across }) => across),
    ys: Float32Array.from(sorted, ({ up }) => up),
    tones: Float32Array.from(sorted, ({ tone }) => tone),
    pruned: Uint8Array.from(sorted, ({ row }) => Number(row.state === 'pruned')),
    left: rows.length - found.length,
  }
}

function placeOf(axis: ParallelAxis, value: Parameters<typeof toneOf>[1], seed: number): number | undefined {
  if (value === null || value === undefined) return axis.key === scoreAxis ? undefined : missingAt
  const place = axis.position(value)
  return axis.kind === 'category' ? place + (jitter(seed) * 0.5) / Math.max(1, axis.choices.length) : place
}

/** The part of both axes that is shown, in places. */
export interface Window {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** All of both axes; below them the place of what is missing, where there is any. */
export function wholeWindow({ x, y }: Pick<PointsRecord, 'x' | 'y'>): Window {
  const ends = (axis: ParallelAxis): readonly [number, number] => [
    axis.missing && axis.key !== scoreAxis ? missingAt - 0.04 : -0.02,
    1.02,
  ]
  return { x: ends(x), y: ends(y) }
}

/** The window after zooming around a place by a factor; a factor of 0 shows all. */
export function zoomWindow(window: Window, whole: Window, factor: number, centre?: readonly [number, number]): Window {
  if (factor === 0) return whole
  const axis = (now: readonly [number, number], all: readonly [number, number], at?: number) => {
    const middle = at ?? (now[0] + now[1]) / 2
    const length = Math.min(all[1] - all[0], Math.max(0.005, (now[1] - now[0]) * factor))
    const share = (middle - now[0]) / (now[1] - now[0])
    const from = Math.min(all[1] - length, Math.max(all[0], middle - share * length))
    return [from, from + length] as const
  }
  return { x: axis(window.x, whole.x, centre?.[0]), y: axis(window.y, whole.y, centre?.[1]) }
}

/** The point nearest to a place, among those that the mask has, within a reach in places; later ones win. O(points). */
export function nearestPoint(
  record: PointsRecord,
  mask: Uint8Array,
  at: readonly [number, number],
  reach: readonly [number, number],
): number | undefined {
  let nearest: number | undefined
  let best = 1
  for (let point = 0; point < record.trials.length; point += 1) {
    const trial = record.trials[point] as number
    if (mask[trial] !== 1) continue
    const dx = ((record.xs[point] as number) - at[0]) / reach[0]
    const dy = ((record.ys[point] as number) - at[1]) / reach[1]
    const distance = dx * dx + dy * dy
    if (distance <= best) {
      best = distance
      nearest = trial
    }
  }
  return nearest
}

/** The points as rows, in values, by trial. */
export function pointsTable(record: PointsRecord, rows: readonly TrialRow[], parameters: readonly string[]): PlotTable {
  const byNumber = new Map(rows.map((row) => [row.number, row]))
  const [atX, atY] = [parameters.indexOf(record.x.key), parameters.indexOf(record.y.key)]
  return {
    columns: ['trial', 'state', record.x.title, record.y.title],
    rows: [...record.trials]
      .sort((a, b) => a - b)
      .flatMap((trial) => {
        const row = byNumber.get(trial)
        if (!row) return []
        return [[trial, row.state, valueOf(row, record.x.key, atX) ?? null, valueOf(row, record.y.key, atY) ?? null]]
      }),
  }
}
