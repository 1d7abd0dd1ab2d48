import type { EpochMetrics, Metrics } from '../training/result.ts'

/**
 * A run's metrics by epoch, in columns: ten thousand trials of fifty epochs stay within tens of megabytes.
 * Position i holds epoch i + 1; NaN where a metric was not reported.
 */
export interface Curve {
  /** Epochs recorded so far. */
  length: number
  /** The study's objective. */
  readonly value: number[]
  readonly train: Record<string, number[]>
  readonly validation: Record<string, number[]>
  readonly learningRate: number[]
  readonly seconds: number[]
}

export function emptyCurve(): Curve {
  return { length: 0, value: [], train: {}, validation: {}, learningRate: [], seconds: [] }
}

type EpochPoint = Pick<EpochMetrics, 'epoch' | 'train' | 'validation' | 'learningRate' | 'seconds'> & {
  readonly value?: number | undefined
}

/** Adds an epoch; one that is there already, or an earlier one, is left as it is. Epochs that were skipped are NaN. */
export function addEpoch(curve: Curve, point: EpochPoint): void {
  if (point.epoch <= curve.length) return
  const position = point.epoch - 1
  put(curve.value, position, point.value ?? NaN)
  put(curve.learningRate, position, point.learningRate)
  put(curve.seconds, position, point.seconds)
  putAll(curve.train, position, point.train)
  putAll(curve.validation, position, point.validation)
  curve.length = point.epoch
}

function putAll(columns: Record<string, number[]>, position: number, metrics: Metrics): void {
  for (const name in metrics) put((columns[name] ??= []), position, metrics[name]!)
}

function put(column: number[], position: number, value: number): void {
  while (column.length < position) column.push(NaN)
  column[position] = value
}
