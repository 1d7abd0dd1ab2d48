import { scoreAxis } from '../../state/brush.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import type { ParallelAxis } from '../parallel/axis.ts'
import { pointsTable, type PointsRecord } from '../points/data.ts'
import type { View } from '../view.ts'

/** Axes of the matrix: those chosen; else the first parameters and the score. */
export function matrixAxes(
  axes: readonly ParallelAxis[],
  parameters: readonly string[],
  chosen: readonly string[],
  most: number,
): readonly ParallelAxis[] {
  const named = chosen.flatMap((key) => axes.find((axis) => axis.key === key) ?? [])
  if (named.length > 1) return named
  const first = axes.filter((axis) => parameters.includes(axis.key)).slice(0, most - 1)
  return [...first, ...axes.filter((axis) => axis.key === scoreAxis)]
}

/** Rows of every cell below the diagonal, one after the other. */
export function matrixTable(records: readonly PointsRecord[], view: Pick<View, 'rows' | 'parameters'>): PlotTable {
  return {
    columns: ['x', 'y', 'trial', 'state', 'x value', 'y value'],
    rows: records.flatMap((record) =>
      pointsTable(record, view.rows, view.parameters).rows.map((row) => [record.x.title, record.y.title, ...row]),
    ),
  }
}
