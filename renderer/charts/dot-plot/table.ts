import type { PlotTable } from '../frame/plot-table.ts'
import type { DotPlotRecord } from './data.ts'

/** The rows of a dot plot, every single value included. */
export function dotPlotTable({ dots }: DotPlotRecord): PlotTable {
  const most = Math.max(0, ...dots.map(({ values }) => values.length))
  return {
    columns: [
      'row',
      'mean',
      'low',
      'high',
      'seen',
      'remark',
      ...Array.from({ length: most }, (_, at) => `value ${at + 1}`),
    ],
    rows: dots.map(({ name, mean, interval, seen, remark, values }) => [
      name,
      mean,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
      seen ?? null,
      remark,
      ...Array.from({ length: most }, (_, at) => values[at] ?? null),
    ]),
  }
}
