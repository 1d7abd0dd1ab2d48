import type { Objective, TrialRow } from '../../../preload/contract/types.ts'
import { scoreAxis } from '../../state/brush.ts'
import { missingAt, type ParallelAxis } from './axes.ts'

/** A trial as a line: its position on every axis, in the order of the axes. */
export interface ParallelLine {
  readonly trial: number
  readonly state: TrialRow['state']
  readonly positions: Float32Array
  /** 0 the worst that the score axis shows, 1 the best; NaN without a score. */
  readonly goodness: number
}

/** Lines of all trials, worst first, those without a score before them: later lines lie on top. O(rows x axes). */
export function parallelLines(
  axes: readonly ParallelAxis[],
  rows: readonly TrialRow[],
  parameters: readonly string[],
  objective: Objective,
): readonly ParallelLine[] {
  const columns = axes.map((axis) => (axis.key === scoreAxis ? -1 : parameters.indexOf(axis.key)))
  const lines = rows.map((row): ParallelLine => {
    const positions = new Float32Array(axes.length)
    for (const [at, axis] of axes.entries()) {
      const value = columns[at] === -1 ? row.value : row.configuration[columns[at] as number]
      positions[at] = value === null || value === undefined ? missingAt : axis.position(value)
    }
    const score = positions[axes.length - 1] ?? missingAt
    const better = objective.direction === 'maximise' ? score : 1 - score
    return { trial: row.number, state: row.state, positions, goodness: row.value === undefined ? Number.NaN : better }
  })
  return lines.toSorted((a, b) => order(a) - order(b))
}

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

/** The line nearest to a point, within `reach` pixels; of equally near ones the best. O(lines). */
export function nearestLine(
  lines: readonly ParallelLine[],
  layout: ParallelLayout,
  x: number,
  y: number,
  reach: number,
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
