import type { Objective, TrialRow } from '../../../preload/contract/types.ts'
import type { PlotTable } from '../../charts/frame/plot-table.ts'

/** Trials as rows in full precision, with every parameter. */
export function trialsTable(
  rows: readonly TrialRow[],
  parameters: readonly string[],
  [objective, ...further]: readonly [Objective, ...Objective[]],
): PlotTable {
  const others = further.map(({ metric }) => metric)
  return {
    columns: [
      'trial',
      'state',
      objective.metric,
      ...others,
      'confirmed mean',
      'confirmed deviation',
      ...parameters,
      'epochs',
      'seconds',
    ],
    rows: rows.map((row) => [
      row.number,
      row.state,
      row.value ?? null,
      ...others.map((_, at) => row.values?.[at + 1] ?? null),
      row.confirmed?.mean ?? null,
      row.confirmed?.deviation ?? null,
      ...row.configuration,
      row.epochs,
      row.seconds,
    ]),
  }
}
