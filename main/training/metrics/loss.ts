import { logLoss } from './classification.ts'
import type { Metric } from './metric.ts'

/** What training minimises unless it is told otherwise, for classification; the same whatever is minimised, to compare trials. */
export const crossEntropyLoss: Metric = {
  ...logLoss,
  name: 'loss',
  title: 'Loss',
  doc: 'The cross-entropy of the predicted class probabilities, penalties left out; the same whichever loss training minimises.',
}

/** What training minimises unless it is told otherwise, for regression. Computed on standardised values, where the job standardises the target. */
export const squaredLoss: Metric = {
  name: 'loss',
  title: 'Loss',
  task: 'regression',
  direction: 'minimise',
  unit: '',
  doc: 'The mean squared error of the standardised target, penalties left out; the same whichever loss training minimises.',
  compute({ predicted, actual }) {
    if (actual.length === 0) return undefined
    let sum = 0
    for (let i = 0; i < actual.length; i++) sum += (predicted[i]! - actual[i]!) ** 2
    return sum / actual.length
  },
}
