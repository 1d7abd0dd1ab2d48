import { formatNumber, formatPercent } from './numbers.ts'

/** Metrics that are shares from 0 to 1, shown as percent. */
const shares = new Set(['accuracy', 'balancedAccuracy', 'f1', 'precision', 'recall', 'top3', 'top5'])

/** Of what a run measures of itself. */
const units: Readonly<Record<string, string>> = { seconds: ' s', latency: ' ms/row', modelBytes: ' bytes' }

/** `98.50 %`, `4.397`, `0.012 ms/row`. */
export function valueInWords(name: string, value: number): string {
  return shares.has(name) ? formatPercent(value) : `${formatNumber(value)}${units[name] ?? ''}`
}

/** `accuracy 98.50 %`, `rmse 4.397`. */
export function metricInWords(name: string, value: number): string {
  return `${name} ${valueInWords(name, value)}`
}
