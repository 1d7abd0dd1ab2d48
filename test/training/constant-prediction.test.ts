import { describe, expect, it } from 'vitest'
import { constantPrediction, scoreConstant } from '../../main/training/constant-prediction.ts'
import type { Examples, TrainingData } from '../../main/training/examples.ts'

const rows = (targets: Examples['targets'], count = targets.length): Examples => ({
  count,
  inputs: new Float32Array(count),
  targets,
})
const shared = { inputShape: [1], preprocessing: '' }

describe('the same answer for every row', () => {
  it('is the share of each class among the training rows, so that the commonest is predicted', () => {
    const data: TrainingData = {
      ...shared,
      outputs: 3,
      task: 'classification',
      train: rows(Int32Array.of(0, 1, 1, 1, 2)),
      validation: rows(Int32Array.of(1, 1, 0, 2)),
    }
    expect([...constantPrediction(data)]).toEqual([
      expect.closeTo(0.2, 6),
      expect.closeTo(0.6, 6),
      expect.closeTo(0.2, 6),
    ])
    const { validation, train, epochs } = scoreConstant(data)
    expect(validation['accuracy']).toBeCloseTo(0.5, 6)
    expect(validation['loss']).toBeCloseTo(-(2 * Math.log(0.6) + 2 * Math.log(0.2)) / 4, 5)
    expect(train['accuracy']).toBeCloseTo(0.6, 6)
    expect(epochs).toBe(0)
  })

  it('is the mean of each target, scored in the unit of the user', () => {
    const data: TrainingData = {
      ...shared,
      outputs: 2,
      task: 'regression',
      train: rows(Float32Array.of(1, 10, 3, 30), 2),
      validation: rows(Float32Array.of(2, 20, 4, 20), 2),
      targetScale: { mean: [100, 0], deviation: [10, 1] },
    }
    expect([...constantPrediction(data)]).toEqual([2, 20])
    // Off by 0 and by 2 deviations of 10, of four numbers.
    expect(scoreConstant(data).validation['rmse']).toBeCloseTo(Math.sqrt(400 / 4), 4)
  })

  it('answers each step of an example that predicts at each', () => {
    const data: TrainingData = {
      ...shared,
      outputs: 2,
      targetsPerExample: 3,
      task: 'classification',
      train: rows(Int32Array.of(0, 0, 1, 0, 0, 0), 2),
      validation: rows(Int32Array.of(0, 1, 0), 1),
    }
    expect(constantPrediction(data)[0]).toBeCloseTo(5 / 6, 6)
    expect(scoreConstant(data).validation['accuracy']).toBeCloseTo(2 / 3, 6)
  })
})
