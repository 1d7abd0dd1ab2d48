import { predictedClass, type Metric, type Predictions } from './metric.ts'

export const brier: Metric = {
  name: 'brier',
  title: 'Brier score',
  task: 'classification',
  direction: 'minimise',
  unit: '',
  atEnd: true,
  doc: 'The mean squared difference of the probabilities from what was the case, summed over classes (halved for two): 0 is perfect.',
  compute({ count, outputs, predicted, actual }) {
    if (count === 0) return undefined
    let sum = 0
    for (let row = 0; row < count; row++)
      for (let k = 0; k < outputs; k++) sum += (predicted[row * outputs + k]! - (actual[row] === k ? 1 : 0)) ** 2
    return sum / count / (outputs === 2 ? 2 : 1)
  },
}

const bins = 10

/** Rows whose predicted class has a probability of one tenth. */
export interface ConfidenceBin {
  readonly rows: number
  /** Sum over its rows of the probability of the predicted class. */
  readonly confidence: number
  /** Rows where that class is right. */
  readonly right: number
}

/** Ten bins of equal width, upper bounds inclusive; undefined if a probability is none. */
export function confidenceBins(predictions: Predictions): readonly ConfidenceBin[] | undefined {
  const { count, outputs, predicted, actual } = predictions
  const found = Array.from({ length: bins }, () => ({ rows: 0, confidence: 0, right: 0 }))
  for (let row = 0; row < count; row++) {
    const guess = predictedClass(predictions, row)
    const confidence = predicted[row * outputs + guess]!
    if (Number.isNaN(confidence)) return undefined
    const bin = found[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))]!
    bin.rows++
    bin.confidence += confidence
    if (actual[row] === guess) bin.right++
  }
  return found
}

/** @see Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks, ICML 2017 */
export const calibrationError: Metric = {
  name: 'calibrationError',
  title: 'Calibration error',
  task: 'classification',
  direction: 'minimise',
  unit: 'fraction',
  atEnd: true,
  doc: 'Expected calibration error: how far the probability of the predicted class is from how often it is right, over ten bins.',
  compute(predictions) {
    const { count } = predictions
    if (count === 0) return undefined
    const found = confidenceBins(predictions)
    return found ? found.reduce((sum, { right, confidence }) => sum + Math.abs(right - confidence), 0) / count : NaN
  },
}
