import type { ReportDocument } from '../../preload/contract/types.ts'
import type { PlotTable } from '../charts/frame/plot-table.ts'

/** All trials of a report as rows, in the columns of `sweetspot export`. */
export function trialsTable({ rows, parameters, study }: ReportDocument): PlotTable {
  return {
    columns: [
      'trial',
      'state',
      'origin',
      study.objective.metric,
      'confirmed',
      'epochs',
      'seconds',
      'failure',
      'after_test',
      ...parameters,
    ],
    rows: rows.map((row) => [
      row.number,
      row.state,
      row.origin,
      row.value ?? null,
      row.confirmed?.mean ?? null,
      row.epochs,
      row.seconds,
      row.failure ?? null,
      row.afterTest ?? false,
      ...row.configuration,
    ]),
  }
}
