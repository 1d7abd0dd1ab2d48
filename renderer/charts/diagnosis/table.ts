import type { PlotTable } from '../frame/plot-table.ts'
import type { ClassCurve, ClassDiagnosis, NumberDiagnosis } from './option.ts'

export function rocTable(curves: readonly ClassCurve[]): PlotTable {
  return {
    columns: ['class', 'share of others taken for it', 'share of it found'],
    rows: curves.flatMap(({ label, roc }) => roc.map(([others, found]) => [label, others, found])),
  }
}

export function precisionTable(curves: readonly ClassCurve[]): PlotTable {
  return {
    columns: ['class', 'recall', 'precision'],
    rows: curves.flatMap(({ label, precisionRecall }) =>
      precisionRecall.map(([recall, right]) => [label, recall, right]),
    ),
  }
}

export function calibrationTable({ bins }: ClassDiagnosis): PlotTable {
  return {
    columns: ['rows', 'mean probability given', 'share right'],
    rows: bins.map(({ rows, confidence, right }) => [rows, confidence ?? null, right ?? null]),
  }
}

export function residualsTable({ points, target }: NumberDiagnosis): PlotTable {
  return { columns: [`known ${target}`, `predicted ${target}`], rows: points.map(([known, told]) => [known, told]) }
}
