import { formatMetric, formatMetricNumber, isShare } from '../../words/metrics.ts'

/** A share lies between 0 and 1: an interval that goes beyond says no more than one that ends there. */
export const within = (metric: string, value: number): number =>
  isShare(metric) ? Math.min(1, Math.max(0, value)) : value

/** "90.35 to 100.00 %" */
export const intervalInWords = (
  metric: string,
  { low, high }: { readonly low: number; readonly high: number },
): string => `${formatMetricNumber(metric, within(metric, low))} to ${formatMetric(metric, within(metric, high))}`
