import type { Task } from '../job.ts'

/** Predictions of rows and the truth about them. */
export interface Predictions {
  readonly count: number
  /** Classes, or regression targets. */
  readonly outputs: number
  /** Class probabilities, or values in the user's unit: count * outputs. */
  readonly predicted: Float32Array | Float64Array
  /** Class numbers [count], or values in the user's unit [count * outputs]. */
  readonly actual: Float32Array | Float64Array | Int32Array
  /** The quantile that a regression is asked for, between 0 and 1. */
  readonly quantile?: number
}

/** A number that says how good predictions are. */
export interface Metric {
  readonly name: string
  readonly title: string
  readonly task: Task
  readonly direction: 'minimise' | 'maximise'
  /** '' for a pure number; 'fraction' from 0 to 1; 'target' the unit of the target; 'nats'. */
  readonly unit: '' | 'fraction' | 'target' | 'nats'
  /** What it is, in one sentence. */
  readonly doc: string
  /** Computed for the kept weights only, not after each epoch, unless it is what training watches. */
  readonly atEnd?: true
  /** undefined when the rows do not define it. */
  compute(predictions: Predictions): number | undefined
}

/** The class of highest probability; the first of equals. */
export function predictedClass({ predicted, outputs }: Predictions, row: number): number {
  let best = 0
  for (let k = 1; k < outputs; k++) if (predicted[row * outputs + k]! > predicted[row * outputs + best]!) best = k
  return best
}

/** By class: rows that are of it, rows predicted as it, and rows where both hold. */
export function classCounts(predictions: Predictions): { actual: number; predicted: number; hits: number }[] {
  const counts = Array.from({ length: predictions.outputs }, () => ({ actual: 0, predicted: 0, hits: 0 }))
  for (let row = 0; row < predictions.count; row++) {
    const truth = predictions.actual[row]!
    const guess = predictedClass(predictions, row)
    counts[truth]!.actual++
    counts[guess]!.predicted++
    if (truth === guess) counts[truth]!.hits++
  }
  return counts
}

export const meanOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
