import type { Examples, TrainingData } from '../examples.ts'
import type { Metrics } from '../result.ts'
import { classResults, type ClassResults } from './by-class.ts'
import { metricsOf } from './table.ts'

type Scale = NonNullable<TrainingData['targetScale']>

function inUserUnit(
  values: Float32Array | Int32Array,
  { mean, deviation }: Scale,
  base: Float64Array | undefined,
): Float64Array {
  const outputs = mean.length
  return Float64Array.from(
    values,
    (value, i) => value * deviation[i % outputs]! + mean[i % outputs]! + (base ? base[i]! : 0),
  )
}

/**
 * All metrics of the task, from network outputs for these examples. Regression metrics are in the user's unit, the loss in
 * the one that training saw. Metrics that the rows do not define are missing; one that is infinite or NaN is there.
 *
 * Of examples that predict a class at each step, every step counts as a row.
 *
 * @param watched given after an epoch: metrics that are for the end are left out then, but for these
 * @param predicted class probabilities, or values as the network gives them: count * targetsPerExample * outputs
 * @param quantile that a regression is asked for; absent: its metric is missing
 */
export function evaluate(
  data: TrainingData,
  examples: Pick<Examples, 'count' | 'targets' | 'base'>,
  predicted: Float32Array,
  watched?: readonly string[],
  quantile?: number,
): Metrics {
  const raw = {
    count: examples.count * (data.targetsPerExample ?? 1),
    outputs: data.outputs,
    predicted,
    actual: examples.targets,
    ...(quantile === undefined ? {} : { quantile }),
  }
  const { targetScale: scale } = data
  const scaled = scale
    ? {
        ...raw,
        predicted: inUserUnit(predicted, scale, examples.base),
        actual: inUserUnit(examples.targets, scale, examples.base),
      }
    : raw
  const wanted = metricsOf[data.task].filter(
    ({ name, atEnd }) => watched === undefined || !atEnd || watched.includes(name),
  )
  const entries = wanted.map(({ name, compute }) => [name, compute(name === 'loss' ? raw : scaled)] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => entry[1] !== undefined))
}

/** What became of each class, of predictions as `evaluate` takes them; undefined for regression and where there are too many. */
export function evaluateClasses(
  { task, outputs, targetsPerExample = 1 }: TrainingData,
  { count, targets }: Pick<Examples, 'count' | 'targets'>,
  predicted: Float32Array,
): ClassResults | undefined {
  if (task !== 'classification') return undefined
  return classResults({ count: count * targetsPerExample, outputs, predicted, actual: targets })
}
