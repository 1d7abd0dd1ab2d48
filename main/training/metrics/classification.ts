import type { Metric, Predictions } from './metric.ts'
import { classCounts, meanOf } from './metric.ts'

/** Smallest probability that counts: a certain wrong answer costs 36 nats, not infinity. */
const smallest = 2.220446049250313e-16

const accuracyOf = (predictions: Predictions): number | undefined =>
  predictions.count === 0
    ? undefined
    : classCounts(predictions).reduce((sum, { hits }) => sum + hits, 0) / predictions.count

export const accuracy: Metric = {
  name: 'accuracy',
  title: 'Accuracy',
  task: 'classification',
  direction: 'maximise',
  unit: 'fraction',
  doc: 'The share of rows whose most probable class is the right one.',
  compute: accuracyOf,
}

export const balancedAccuracy: Metric = {
  name: 'balancedAccuracy',
  title: 'Balanced accuracy',
  task: 'classification',
  direction: 'maximise',
  unit: 'fraction',
  doc: 'The mean over classes of the share of their rows that were recognised; classes without rows are left out.',
  compute: (predictions) =>
    meanOf(classCounts(predictions).flatMap(({ actual, hits }) => (actual === 0 ? [] : [hits / actual]))),
}

export const f1: Metric = {
  name: 'f1',
  title: 'F1 (macro)',
  task: 'classification',
  direction: 'maximise',
  unit: 'fraction',
  doc: 'The mean over classes of the harmonic mean of precision and recall; classes neither present nor predicted are left out.',
  compute: (predictions) =>
    meanOf(
      classCounts(predictions).flatMap(({ actual, predicted, hits }) =>
        actual + predicted === 0 ? [] : [(2 * hits) / (actual + predicted)],
      ),
    ),
}

export const logLoss: Metric = {
  name: 'logLoss',
  title: 'Log loss',
  task: 'classification',
  direction: 'minimise',
  unit: 'nats',
  doc: 'The mean of minus the logarithm of the probability given to the right class.',
  compute({ count, outputs, predicted, actual }) {
    if (count === 0) return undefined
    let sum = 0
    for (let row = 0; row < count; row++) sum -= Math.log(Math.max(smallest, predicted[row * outputs + actual[row]!]!))
    return sum / count
  },
}

export const perplexity: Metric = {
  name: 'perplexity',
  title: 'Perplexity',
  task: 'classification',
  direction: 'minimise',
  unit: '',
  doc: 'Between how many equally likely classes the predictions leave one guessing: e to the log loss.',
  compute(predictions) {
    const nats = logLoss.compute(predictions)
    return nats === undefined ? undefined : Math.exp(nats)
  },
}
