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
  return classCounts(predictions).map(({ actual, predicted, hits }) => ({
    rows: actual,
    precision: predicted === 0 ? 0 : hits / predicted,
    recall: actual === 0 ? 0 : hits / actual,
    f1: actual + predicted === 0 ? 0 : (2 * hits) / (actual + predicted),
  }))
}

/** Rows by actual class (first index) and predicted class (second). */
export function confusionMatrix(predictions: Predictions): number[][] {
  const { count, outputs, actual } = predictions
  const matrix = Array.from({ length: outputs }, () => new Array<number>(outputs).fill(0))
  for (let row = 0; row < count; row++) matrix[actual[row]!]![predictedClass(predictions, row)]!++
  return matrix
}

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
