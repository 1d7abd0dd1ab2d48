import { logLoss } from './classification.ts'
import type { Metric } from './metric.ts'

/** What training minimises, for classification: cross-entropy. */
export const crossEntropyLoss: Metric = {
  ...logLoss,
  name: 'loss',
  title: 'Loss',
  doc: 'What training minimises, penalties left out: the cross-entropy of the predicted class probabilities.',
}

/** What training minimises, for regression. Computed on standardised values, where the job standardises the target. */
export const squaredLoss: Metric = {
  name: 'loss',
  title: 'Loss',
  task: 'regression',
  direction: 'minimise',
  unit: '',
  doc: 'What training minimises, penalties left out: the mean squared error of the standardised target.',
  compute({ predicted, actual }) {
    if (actual.length === 0) return undefined
    let sum = 0
    for (let i = 0; i < actual.length; i++) sum += (predicted[i]! - actual[i]!) ** 2
    return sum / actual.length
  },
}
