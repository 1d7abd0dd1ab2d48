import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../main/data/dataset.ts'
import { loadDataset } from '../../main/data/load.ts'
import { applyToInputs } from '../../main/data/preprocess/apply.ts'
import { fitPreprocessing } from '../../main/data/preprocess/fit.ts'

/**
 * The reference scores of DATASETS.md were measured with scikit-learn. Ridge regression (alpha 1, intercept not penalised) has
 * a closed form, so that rows, splits, columns and scaling can be held to those figures exactly.
 */
const folder = join(import.meta.dirname, '../../resources/datasets')

describe('the prepared data reproduce the published baselines', () => {
  it.each([
    { id: 'concrete', rmse: 10.115, r2: 0.644 },
    { id: 'airfoil', rmse: 4.981, r2: 0.464 },
  ])('ridge regression on $id: RMSE $rmse', async ({ id, rmse, r2 }) => {
    const { test } = ridgeErrors(await loadDataset(join(folder, id)))
    expect(Math.sqrt(test.mse)).toBeCloseTo(rmse, 3)
    expect(test.r2).toBeCloseTo(r2, 3)
  })

  it('ridge regression on speech-synthesis: training MSE 0.01980, test MSE 0.01986, the mean frame 0.03899', async () => {
    const { train, test, meanMse } = ridgeErrors(await loadDataset(join(folder, 'speech-synthesis')))
    expect(train.mse).toBeCloseTo(0.0198, 5)
    expect(test.mse).toBeCloseTo(0.01986, 5)
    expect(meanMse).toBeCloseTo(0.03899, 5)
  })
})

function ridgeErrors(dataset: Dataset) {
  const isTest = new Set(dataset.officialTest)
  const all = Int32Array.from({ length: dataset.rows }, (_, row) => row)
  const rows = { train: all.filter((row) => !isTest.has(row)), test: all.filter((row) => isTest.has(row)) }
  const fitted = fitPreprocessing(dataset, rows.train)
  const width = fitted.inputShape[0] as number
  const outputs = dataset.targetNames.length
  const inputs = {
    train: applyToInputs(fitted, dataset.inputs, rows.train),
    test: applyToInputs(fitted, dataset.inputs, rows.test),
  }
  const targetOf = (row: number, output: number) => dataset.targets[row * outputs + output] as number
  const mean = Array.from({ length: outputs }, (_, output) => average(rows.train, (row) => targetOf(row, output)))
  const centre = Array.from({ length: width }, (_, feature) =>
    average(rows.train, (_, at) => inputs.train[at * width + feature] as number),
  )

  // Normal equations on centred data: (X'X + I) w = X'y.
  const gram = new Float64Array(width * width)
  const moments = new Float64Array(width * outputs)
  const x = new Float64Array(width)
  rows.train.forEach((row, at) => {
    for (let i = 0; i < width; i++) x[i] = (inputs.train[at * width + i] as number) - (centre[i] as number)
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) gram[i * width + j]! += x[i]! * x[j]!
      for (let o = 0; o < outputs; o++) moments[i * outputs + o]! += x[i]! * (targetOf(row, o) - mean[o]!)
    }
  })
  for (let i = 0; i < width; i++) gram[i * width + i]! += 1
  const weights = solve(gram, moments, width, outputs)

  const score = (part: 'train' | 'test') => {
    const partMean = mean.map((_, output) => average(rows[part], (row) => targetOf(row, output)))
    let [squares, total] = [0, 0]
    rows[part].forEach((row, at) => {
      for (let o = 0; o < outputs; o++) {
        let predicted = mean[o]!
        for (let i = 0; i < width; i++)
          predicted += (inputs[part][at * width + i]! - centre[i]!) * weights[i * outputs + o]!
        squares += (targetOf(row, o) - predicted) ** 2
        total += (targetOf(row, o) - partMean[o]!) ** 2
      }
    })
    return { mse: squares / (rows[part].length * outputs), r2: 1 - squares / total }
  }
  const meanMse = average(
    rows.test,
    (row) => mean.reduce((sum, m, o) => sum + (targetOf(row, o) - m) ** 2, 0) / outputs,
  )
  return { train: score('train'), test: score('test'), meanMse }
}

function average(rows: Int32Array, value: (row: number, at: number) => number): number {
  return rows.reduce((sum, row, at) => sum + value(row, at), 0) / rows.length
}

/** Gauss and Jordan, with pivots. */
function solve(matrix: Float64Array, right: Float64Array, n: number, columns: number): Float64Array {
  for (let pivot = 0; pivot < n; pivot++) {
    const scale = matrix[pivot * n + pivot]!
    for (let row = 0; row < n; row++) {
      if (row === pivot) continue
      const factor = matrix[row * n + pivot]! / scale
      for (let column = 0; column < n; column++) matrix[row * n + column]! -= factor * matrix[pivot * n + column]!
      for (let column = 0; column < columns; column++)
        right[row * columns + column]! -= factor * right[pivot * columns + column]!
    }
  }
  return right.map((value, place) => value / matrix[Math.floor(place / columns) * (n + 1)]!)
}
