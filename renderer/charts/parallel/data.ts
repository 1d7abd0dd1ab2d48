import type { Objective, ParameterValue, TrialRow } from '../../../preload/contract/types.ts'
import { scoreAxis } from '../../state/brush.ts'
import { valueOf } from '../../state/columns.ts'
import { missingAt, type ParallelAxis } from './axis.ts'

/** A trial as a line: its position on every axis, in the order of the axes. */
export interface ParallelLine {
  readonly trial: number
  readonly state: TrialRow['state']
  readonly positions: Float32Array
  /** 0 the worst that the score axis shows, 1 the best; NaN without a score. */
  readonly goodness: number
  /** Of the column that colours: place on a ramp, 0 to 1, or number of a category; NaN without a value. */
  readonly tone: number
}

/**
 * Lines of all trials, worst first, those without a score before them: later lines lie on top. O(rows x axes).
 * @param colour  the axis that colours them; absent: the score, worst to best
 */
export function parallelLines(
  axes: readonly ParallelAxis[],
  rows: readonly TrialRow[],
  parameters: readonly string[],
  objective: Objective,
  colour?: ParallelAxis,
): readonly ParallelLine[] {
  const columns = axes.map((axis) => parameters.indexOf(axis.key))
  const scoreAt = axes.findIndex((axis) => axis.key === scoreAxis)
  const score = axes[scoreAt]
  // An axis upside down has its larger values below.
  const betterAtTop = score ? score.value(1) > score.value(0) === (objective.direction === 'maximise') : true
  const colourAt = colour ? parameters.indexOf(colour.key) : -1
  const lines = rows.map((row): ParallelLine => {
    const positions = new Float32Array(axes.length)
    for (const [at, axis] of axes.entries()) {
      const value = valueOf(row, axis.key, columns[at] as number)
      positions[at] = value === null || value === undefined ? missingAt : axis.position(value)
    }
    const place = positions[scoreAt] ?? missingAt
    const goodness = row.value === undefined ? Number.NaN : betterAtTop ? place : 1 - place
    const tone = colour && colour.key !== scoreAxis ? toneOf(colour, valueOf(row, colour.key, colourAt)) : goodness
    return { trial: row.number, state: row.state, positions, goodness, tone }
  })
  return lines.toSorted((a, b) => order(a) - order(b))
}

/** Place of a value on the ramp, or the number of its category; NaN without a value. */
export function toneOf(axis: ParallelAxis, value: ParameterValue | null | undefined): number {
  if (value === null || value === undefined) return Number.NaN
  if (axis.kind === 'category') return axis.choices.indexOf(value)
  return betterAtBottom(axis) ? 1 - axis.position(value) : axis.position(value)
}

/** Of an objective whose better values lie below: its ramp runs the other way. */
export const betterAtBottom = (axis: ParallelAxis): boolean =>
  axis.better !== undefined && axis.value(1) > axis.value(0) !== (axis.better === 'high')

const order = (line: ParallelLine) => (Number.isNaN(line.goodness) ? -1 : line.goodness)

/** Where lines run: the same numbers place ECharts' axes, the canvas under them and the titles over them. */
export interface ParallelLayout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly lowest: number
}

export function axisX(layout: ParallelLayout, at: number, axes: number): number {
  const inner = layout.width - layout.left - layout.right
  return layout.left + (axes < 2 ? inner / 2 : (inner * at) / (axes - 1))
}

export function positionY(layout: ParallelLayout, position: number): number {
  const inner = layout.height - layout.top - layout.bottom
  return layout.top + inner * (1 - (position - layout.lowest) / (1 - layout.lowest))
}

/** The inverse of `positionY`. */
export function positionAt(layout: ParallelLayout, y: number): number {
  const inner = Math.max(1, layout.height - layout.top - layout.bottom)
  return layout.lowest + (1 - (y - layout.top) / inner) * (1 - layout.lowest)
}

/**
 * The line nearest to a point, within `reach` pixels; of equally near ones the best. O(lines).
 * @param mask  by trial number, 1 what counts; absent: all
 */
export function nearestLine(
  lines: readonly ParallelLine[],
  layout: ParallelLayout,
  x: number,
  y: number,
  reach: number,
  mask?: Uint8Array,
): number | undefined {
  const axes = lines[0]?.positions.length ?? 0
  if (axes < 2) return undefined
  const gap = axisX(layout, 1, axes) - axisX(layout, 0, axes)
  const across = (x - layout.left) / gap
  const from = Math.min(axes - 2, Math.max(0, Math.floor(across)))
  const t = Math.min(1, Math.max(0, across - from))
  if (across < -0.1 || across > axes - 0.9) return undefined
  const ease = t * t * (3 - 2 * t)
  let nearest: number | undefined
  let best = reach
  for (const line of lines) {
    if (mask && mask[line.trial] !== 1) continue
    const a = positionY(layout, line.positions[from] as number)
    const b = positionY(layout, line.positions[from + 1] as number)
    const distance = Math.abs(a + (b - a) * ease - y)
    if (distance <= best) {
      best = distance
      nearest = line.trial
    }
  }
  return nearest
}
