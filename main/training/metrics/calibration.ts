import { predictedClass, type Metric } from './metric.ts'

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

/** @see Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks, ICML 2017; ten bins of equal width, upper bounds inclusive */
export const calibrationError: Metric = {
  name: 'calibrationError',
  title: 'Calibration error',
  task: 'classification',
  direction: 'minimise',
  unit: 'fraction',
  atEnd: true,
  doc: 'Expected calibration error: how far the probability of the predicted class is from how often it is right, over ten bins.',
  compute(predictions) {
    const { count, outputs, predicted, actual } = predictions
    if (count === 0) return undefined
    const gaps = new Float64Array(bins)
    for (let row = 0; row < count; row++) {
      const guess = predictedClass(predictions, row)
      const confidence = predicted[row * outputs + guess]!
      if (Number.isNaN(confidence)) return NaN
      const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))
      gaps[bin]! += (actual[row] === guess ? 1 : 0) - confidence
    }
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / count
  },
}
