import type { TrialRow } from '../../../preload/contract/types.ts'
import type { PlotTable } from '../../charts/frame/plot-table.ts'

/** Trials as rows in full precision, with every parameter. */
export function trialsTable(rows: readonly TrialRow[], parameters: readonly string[], metric: string): PlotTable {
  return {
    columns: ['trial', 'state', metric, 'confirmed mean', 'confirmed deviation', ...parameters, 'epochs', 'seconds'],
    rows: rows.map((row) => [
      row.number,
      row.state,
      row.value ?? null,
      row.confirmed?.mean ?? null,
      row.confirmed?.deviation ?? null,
      ...row.configuration,
      row.epochs,
      row.seconds,
    ]),
  }
}
