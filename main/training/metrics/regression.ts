import type { Metric, Predictions } from './metric.ts'

function meanOver({ predicted, actual }: Predictions, term: (error: number) => number): number | undefined {
  if (actual.length === 0) return undefined
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += term(predicted[i]! - actual[i]!)
  return sum / actual.length
}

export const mae: Metric = {
  name: 'mae',
  title: 'Mean absolute error',
  task: 'regression',
  direction: 'minimise',
  unit: 'target',
  doc: 'How far predictions are off on average, in the unit of the target.',
  compute: (predictions) => meanOver(predictions, Math.abs),
}

export const rmse: Metric = {
  name: 'rmse',
  title: 'Root mean squared error',
  task: 'regression',
  direction: 'minimise',
  unit: 'target',
  doc: 'The root of the mean squared error, in the unit of the target; large errors weigh more than in the mean absolute error.',
  compute(predictions) {
    const squared = meanOver(predictions, (error) => error * error)
    return squared === undefined ? undefined : Math.sqrt(squared)
  },
}

export const pinball: Metric = {
  name: 'pinball',
  title: 'Pinball loss',
  task: 'regression',
  direction: 'minimise',
  unit: 'target',
  atEnd: true,
  doc: 'How far predictions are off on average, in the unit of the target, what lies above them weighed by the setting quantile and what lies below by the rest. Compare trials of one quantile only.',
  compute(predictions) {
    const { quantile } = predictions
    return quantile === undefined
      ? undefined
      : meanOver(predictions, (error) => (error < 0 ? -quantile * error : (1 - quantile) * error))
  },
}

/** 1 - residual / total of one output; undefined when its actual values are all the same. */
function determination({ count, outputs, predicted, actual }: Predictions, output: number): number | undefined {
  let mean = 0
  for (let row = 0; row < count; row++) mean += actual[row * outputs + output]! / count
  let [residual, total] = [0, 0]
  for (let row = 0; row < count; row++) {
    const truth = actual[row * outputs + output]!
    residual += (truth - predicted[row * outputs + output]!) ** 2
    total += (truth - mean) ** 2
  }
  return total === 0 ? undefined : 1 - residual / total
}

export const r2: Metric = {
  name: 'r2',
  title: 'R²',
  task: 'regression',
  direction: 'maximise',
  unit: '',
  doc: "The share of the target's variance that predictions explain: 1 is perfect, 0 is no better than the mean; the mean over targets.",
  compute(predictions) {
    const shares = Array.from({ length: predictions.outputs }, (_, output) => determination(predictions, output))
    const defined = shares.filter((share) => share !== undefined)
    return defined.length === 0 ? undefined : defined.reduce((sum, share) => sum + share, 0) / defined.length
  },
}

export const medianAbsoluteError: Metric = {
  name: 'medianAbsoluteError',
  title: 'Median absolute error',
  task: 'regression',
  direction: 'minimise',
  unit: 'target',
  atEnd: true,
  doc: 'Half of the predictions are off by less, in the unit of the target; the mean over targets. A few gross errors do not move it.',
  compute({ count, outputs, predicted, actual }) {
    if (count === 0) return undefined
    const middle = (count - 1) / 2
    let sum = 0
    for (let output = 0; output < outputs; output++) {
      const errors = Float64Array.from({ length: count }, (_, row) => {
        const i = row * outputs + output
        return Math.abs(predicted[i]! - actual[i]!)
      }).sort()
      sum += (errors[Math.floor(middle)]! + errors[Math.ceil(middle)]!) / 2
    }
    return sum / outputs
  },
}

export const mape: Metric = {
  name: 'mape',
  title: 'Mean absolute percentage error',
  task: 'regression',
  direction: 'minimise',
  unit: 'fraction',
  atEnd: true,
  doc: 'How far predictions are off on average, as a share of the actual value (0.1 is 10 %); rows whose actual value is 0 are left out.',
  compute({ predicted, actual }) {
    let [sum, count] = [0, 0]
    for (let i = 0; i < actual.length; i++) {
      if (actual[i] === 0) continue
      sum += Math.abs((predicted[i]! - actual[i]!) / actual[i]!)
      count++
    }
    return count === 0 ? undefined : sum / count
  },
}
