import type { Task } from '../job.ts'
import { accuracy, balancedAccuracy, f1, logLoss, perplexity } from './classification.ts'
import { precision, recall } from './by-class.ts'
import { brier, calibrationError } from './calibration.ts'
import { crossEntropyLoss, squaredLoss } from './loss.ts'
import type { Metric } from './metric.ts'
import { prAuc, rocAuc, top3, top5 } from './ranking.ts'
import { mae, mape, medianAbsoluteError, pinball, r2, rmse } from './regression.ts'

/** Metrics computed from predictions, by task; the loss comes first. */
export const metricsOf: Readonly<Record<Task, readonly Metric[]>> = {
  classification: [
    crossEntropyLoss,
    accuracy,
    balancedAccuracy,
    f1,
    logLoss,
    perplexity,
    precision,
    recall,
    top3,
    top5,
    rocAuc,
    prAuc,
    brier,
    calibrationError,
  ],
  regression: [squaredLoss, mae, rmse, r2, medianAbsoluteError, mape, pinball],
}

/** What a run measures of itself, beside its predictions. Found in TrainingResult and EpochMetrics by these names. */
export const runMeasures = [
  { name: 'seconds', title: 'Time', unit: 's', direction: 'minimise', doc: 'Time spent training and evaluating.' },
  {
    name: 'samplesPerSecond',
    title: 'Speed',
    unit: 'samples/s',
    direction: 'maximise',
    doc: 'Training examples per second of training, evaluation left out.',
  },
  {
    name: 'parameters',
    title: 'Parameters',
    unit: '',
    direction: 'minimise',
    doc: 'Trainable numbers in the network.',
  },
  {
    name: 'modelBytes',
    title: 'Model size',
    unit: 'bytes',
    direction: 'minimise',
    doc: 'What the network takes, 4 bytes a number, statistics of normalisation included.',
  },
  {
    name: 'latency',
    title: 'Latency',
    unit: 'ms/row',
    direction: 'minimise',
    doc: 'Time to predict a row, many at once, on the engine that trained; other work on the machine lengthens it.',
  },
] as const

/** What a study may optimise of those, known once a training has ended. */
export const finalMeasures = ['seconds', 'parameters', 'modelBytes', 'latency'] as const
export type FinalMeasure = (typeof finalMeasures)[number]

export const isFinalMeasure = (name: string): name is FinalMeasure =>
  (finalMeasures as readonly string[]).includes(name)

/** Which way a metric or measure is better, whatever the task; undefined where there is none of this name. */
export function directionOf(name: string): Metric['direction'] | undefined {
  const known = [...metricsOf.classification, ...metricsOf.regression, ...runMeasures]
  return known.find((candidate) => candidate.name === name)?.direction
}

/** Whether a metric or measure of a training can be told while it trains. */
export function isKnownEarly(task: Task, name: string): boolean {
  if (isFinalMeasure(name)) return name !== 'latency'
  return metricsOf[task].find((metric) => metric.name === name)?.atEnd === undefined
}

/** A study or job names a metric that its task has not. */
export class UnknownMetric extends Error {
  override readonly name = 'UnknownMetric'
  readonly code = 'unknown-metric'
}

/** @throws UnknownMetric naming the metrics that the task has */
export function findMetric(task: Task, name: string): Metric {
  const metric = metricsOf[task].find((candidate) => candidate.name === name)
  if (metric !== undefined) return metric
  const known = metricsOf[task].map((candidate) => candidate.name).join(', ')
  throw new UnknownMetric(`There is no metric "${name}" for ${task}. Choose one of ${known}.`)
}
