import { metricsOf, runMeasures } from './table.ts'

/** The values that a metric or measure can have at all. */
export interface MetricRange {
  readonly low: number
  readonly high: number
}

const everything: MetricRange = { low: -Infinity, high: Infinity }

/** Shares lie from 0 to 1, losses, errors and what a run takes at 0 or above; a coefficient of determination ends at 1. */
export function rangeOfMetric(name: string): MetricRange {
  const known = [...metricsOf.classification, ...metricsOf.regression, ...runMeasures]
  const metric = known.find((candidate) => candidate.name === name)
  if (!metric) return everything
  if (metric.unit === 'fraction') return { low: 0, high: 1 }
  if (name === 'r2') return { low: -Infinity, high: 1 }
  return metric.direction === 'minimise' ? { low: 0, high: Infinity } : everything
}

/** An interval without the values that its metric cannot have: Student's t knows no bounds. */
export function withinRange<T extends { readonly low: number; readonly high: number }>(name: string, interval: T): T {
  const { low, high } = rangeOfMetric(name)
  return { ...interval, low: Math.max(low, interval.low), high: Math.min(high, interval.high) }
}
