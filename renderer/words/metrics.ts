import type { Objective } from '../../preload/contract/types.ts'
import { formatBytes, formatCount, formatSignificant } from './numbers.ts'

/** Metrics that are shares from 0 to 1, shown as percent; their differences are points. */
const shares: ReadonlySet<string> = new Set([
  'accuracy',
  'balancedAccuracy',
  'f1',
  'macroF1',
  'precision',
  'recall',
  'top3',
  'top5',
  'mape',
])

/** Of what a run measures of itself. */
const units: Readonly<Record<string, string>> = { seconds: 's', latency: 'ms/row', modelBytes: 'bytes' }

const titles: Readonly<Record<string, string>> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  f1: 'F1',
  macroF1: 'macro F1',
  loss: 'loss',
  logLoss: 'log loss',
  mae: 'mean absolute error',
  rmse: 'RMSE',
  r2: 'R²',
  top3: 'top-3 accuracy',
  top5: 'top-5 accuracy',
  rocAuc: 'ROC AUC',
  prAuc: 'PR AUC',
  mape: 'mean absolute percentage error',
  pinball: 'pinball loss',
  seconds: 'training time',
  latency: 'latency',
  modelBytes: 'model size',
}

export function metricTitle(metric: string): string {
  return titles[metric] ?? metric.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

export function isShare(metric: string): boolean {
  return shares.has(metric)
}

/** What stands after the title on an axis: "%", or nothing where the unit is the target's own. */
export function metricUnit(metric: string): string {
  return isShare(metric) ? '%' : (units[metric] ?? '')
}

/** On the scale that is shown: percent for shares. */
export function metricOnAxis(metric: string, value: number): number {
  return isShare(metric) ? value * 100 : value
}

/** 0.9133 -> "91.33 %", not to be broken over lines; others with four significant digits. */
export function formatMetric(metric: string, value: number): string {
  if (isShare(metric)) return `${(value * 100).toFixed(2)}\u00a0%`
  if (metric === 'modelBytes') return formatBytes(value)
  if (metric === 'parameters') return formatCount(value)
  const unit = units[metric]
  return unit === undefined ? formatSignificant(value) : `${formatSignificant(value)}\u00a0${unit}`
}

/** Without the unit, for tables whose heading has it. */
export function formatMetricNumber(metric: string, value: number): string {
  if (metric === 'parameters') return formatCount(value)
  return isShare(metric) ? (value * 100).toFixed(2) : formatSignificant(value)
}

/** The size of a difference: "0.87 points", or four significant digits. */
export function formatDifference(metric: string, difference: number): string {
  return isShare(metric)
    ? `${Math.abs(difference * 100).toFixed(2)} points`
    : formatSignificant(Math.abs(difference), 3)
}

/** Positive when `value` is better than `reference`. */
export function gain(objective: Objective, value: number, reference: number): number {
  return objective.direction === 'maximise' ? value - reference : reference - value
}

export function isBetter(objective: Objective, value: number, reference: number): boolean {
  return gain(objective, value, reference) > 0
}
