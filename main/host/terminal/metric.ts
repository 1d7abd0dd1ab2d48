import { formatNumber, formatPercent } from './numbers.ts'

/** Metrics that are shares from 0 to 1, shown as percent. */
const shares = new Set(['accuracy', 'balancedAccuracy', 'f1', 'precision', 'recall', 'top3', 'top5'])

/** `accuracy 98.50 %`, `rmse 4.397`. */
export function metricInWords(name: string, value: number): string {
  return `${name} ${shares.has(name) ? formatPercent(value) : formatNumber(value)}`
}
