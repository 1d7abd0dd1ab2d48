import type { TrainingData } from './examples.ts'
import { evaluate, evaluateClasses } from './metrics/evaluate.ts'
import type { Metrics, TrainingResult } from './result.ts'
import { numbersPerExample, scoredRuns, targetsOfRuns } from './scored-rows.ts'

/**
 * The same answer for every row: how often each class occurs among the training rows (so that the commonest is predicted),
 * or the mean of each target; of a series that is predicted as changes, the mean change. What any network must beat.
 * @returns `outputs` numbers, as a network gives them for one target
 */
export function constantPrediction({ task, outputs, train }: TrainingData): Float32Array {
  const sums = new Float64Array(outputs)
  if (task === 'classification') for (const label of train.targets) sums[label]!++
  else for (const [index, value] of train.targets.entries()) sums[index % outputs]! += value
  const values = task === 'classification' ? train.targets.length : train.targets.length / outputs
  return Float32Array.from(sums, (sum) => (values === 0 ? 0 : sum / values))
}

/** Scores that answer on all rows there are. Nothing is trained: the result tells of 0 epochs and no seconds. */
export function scoreConstant(data: TrainingData, quantile?: number): TrainingResult {
  const answer = constantPrediction(data)
  const predict = (part: 'train' | 'validation' | 'test') => {
    const runs = scoredRuns(data, part)
    const known = targetsOfRuns(data[part]!, runs)
    const predicted = new Float32Array(known.count * numbersPerExample(data))
    for (let at = 0; at < predicted.length; at += answer.length) predicted.set(answer, at)
    return { known, predicted }
  }
  const score = (part: 'train' | 'validation' | 'test'): Metrics => {
    if (!data[part]?.count) return {}
    const { known, predicted } = predict(part)
    return evaluate(data, known, predicted, undefined, quantile)
  }
  const validation = data.validation.count > 0 ? predict('validation') : undefined
  const classes = validation && evaluateClasses(data, validation.known, validation.predicted)
  return {
    keptEpoch: 0,
    stoppedEarly: false,
    validation: score('validation'),
    train: score('train'),
    ...(data.test && { test: score('test') }),
    ...(classes && { classes: { validation: classes } }),
    epochs: 0,
    seconds: 0,
    parameters: data.outputs,
    modelBytes: 4 * data.outputs,
    engine: 'none',
    device: 'cpu',
  }
}
