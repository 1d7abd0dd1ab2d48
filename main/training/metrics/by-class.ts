import { classCounts, meanOf, predictedClass, type Metric, type Predictions } from './metric.ts'

export interface ClassScores {
  /** Rows of the class. */
  readonly rows: number
  /** 0 where the class was never predicted. */
  readonly precision: number
  /** 0 where there is no row of it. */
  readonly recall: number
  readonly f1: number
}

/** Precision, recall and F1 of each class, in class order. */
export function classScores(predictions: Predictions): ClassScores[] {
  return classCounts(predictions).map(({ actual, predicted, hits }) => scoresFrom(actual, predicted, hits))
}

/** Rows by actual class (first index) and predicted class (second). */
export function confusionMatrix(predictions: Predictions): number[][] {
  const { count, outputs, actual } = predictions
  const matrix = Array.from({ length: outputs }, () => new Array<number>(outputs).fill(0))
  for (let row = 0; row < count; row++) matrix[actual[row]!]![predictedClass(predictions, row)]!++
  return matrix
}

/**
 * What became of the rows of each class, compact enough to be kept with every trial: the confusion matrix, from which the
 * rest follows, or of many classes three counts each.
 */
export type ClassResults =
  | { readonly matrix: readonly (readonly number[])[] }
  | {
      /** Rows of each class, rows predicted as it, and rows where both hold. */
      readonly actual: readonly number[]
      readonly predicted: readonly number[]
      readonly hits: readonly number[]
    }

/** A matrix of more classes would outweigh the learning curve of its trial in the journal. */
export const mostClassesInMatrix = 32
/** Of more classes, e.g. the words of a vocabulary, nothing is kept. */
export const mostClasses = 256

/** undefined without rows, or of more than `mostClasses` classes */
export function classResults(predictions: Predictions): ClassResults | undefined {
  if (predictions.count === 0 || predictions.outputs > mostClasses) return undefined
  if (predictions.outputs <= mostClassesInMatrix) return { matrix: confusionMatrix(predictions) }
  const counts = classCounts(predictions)
  return {
    actual: counts.map(({ actual }) => actual),
    predicted: counts.map(({ predicted }) => predicted),
    hits: counts.map(({ hits }) => hits),
  }
}

/** Precision, recall and F1 of each class from what was kept. */
export function scoresOf(results: ClassResults): ClassScores[] {
  if (!('matrix' in results))
    return results.actual.map((rows, k) => scoresFrom(rows, results.predicted[k] ?? 0, results.hits[k] ?? 0))
  const { matrix } = results
  return matrix.map((row, k) =>
    scoresFrom(
      row.reduce((sum, count) => sum + count, 0),
      matrix.reduce((sum, other) => sum + (other[k] ?? 0), 0),
      row[k] ?? 0,
    ),
  )
}

const scoresFrom = (actual: number, predicted: number, hits: number): ClassScores => ({
  rows: actual,
  precision: predicted === 0 ? 0 : hits / predicted,
  recall: actual === 0 ? 0 : hits / actual,
  f1: actual + predicted === 0 ? 0 : (2 * hits) / (actual + predicted),
})

/** The mean over classes that are present or predicted. */
function macro(predictions: Predictions, of: 'precision' | 'recall'): number | undefined {
  const counts = classCounts(predictions)
  const scores = classScores(predictions)
  return meanOf(scores.flatMap((score, k) => (counts[k]!.actual + counts[k]!.predicted === 0 ? [] : [score[of]])))
}

export const precision: Metric = {
  name: 'precision',
  title: 'Precision (macro)',
  task: 'classification',
  direction: 'maximise',
  unit: 'fraction',
  atEnd: true,
  doc: 'The share of rows predicted as a class that are of it; the mean over classes, 0 for one that is never predicted.',
  compute: (predictions) => macro(predictions, 'precision'),
}

export const recall: Metric = {
  name: 'recall',
  title: 'Recall (macro)',
  task: 'classification',
  direction: 'maximise',
  unit: 'fraction',
  atEnd: true,
  doc: 'The share of rows of a class that are recognised; the mean over classes, 0 for one that is predicted but not present.',
  compute: (predictions) => macro(predictions, 'recall'),
}
