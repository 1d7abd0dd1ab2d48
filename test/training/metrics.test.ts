import { describe, expect, test } from 'vitest'
import type { TrainingData } from '../../main/training/examples.ts'
import { evaluate } from '../../main/training/metrics/evaluate.ts'
import { findMetric, metricsOf, runMeasures } from '../../main/training/metrics/table.ts'

const rounded = (metrics: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Math.round(value * 1e6) / 1e6]))

const classes: TrainingData = {
  inputShape: [1],
  outputs: 3,
  task: 'classification',
  train: { count: 0, inputs: new Float32Array(0), targets: new Int32Array(0) },
  validation: { count: 0, inputs: new Float32Array(0), targets: new Int32Array(0) },
}

const rows = (...targets: number[]): TrainingData['train'] => ({
  count: targets.length,
  inputs: new Float32Array(targets.length),
  targets: Int32Array.from(targets),
})

describe('classification metrics', () => {
  test('equal the values worked out by hand', () => {
    // Truth 0 0 0 1 2, guessed 0 0 1 1 1.
    const predicted = Float32Array.from(
      [
        [0.5, 0.25, 0.25],
        [0.8, 0.1, 0.1],
        [0.25, 0.5, 0.25],
        [0.1, 0.8, 0.1],
        [0.25, 0.5, 0.25],
      ].flat(),
    )
    const logLoss = -(Math.log(0.5) + Math.log(0.8) + Math.log(0.25) + Math.log(0.8) + Math.log(0.25)) / 5
    expect(rounded(evaluate(classes, rows(0, 0, 0, 1, 2), predicted, []))).toEqual(
      rounded({
        loss: logLoss,
        accuracy: 3 / 5,
        // Recalls 2/3, 1/1, 0/1.
        balancedAccuracy: (2 / 3 + 1 + 0) / 3,
        // F1 of class 0: 2*2/(3+2); of class 1: 2*1/(1+3); of class 2: 0.
        f1: (0.8 + 0.5 + 0) / 3,
        logLoss,
        perplexity: Math.exp(logLoss),
      }),
    )
  })

  test('leave out classes that do not occur', () => {
    const predicted = Float32Array.from([0.9, 0.1, 0, 0.2, 0.8, 0])
    expect(evaluate(classes, rows(0, 1), predicted)).toMatchObject({ accuracy: 1, balancedAccuracy: 1, f1: 1 })
  })

  test('give a certain wrong answer a large finite cost, and pass on what is not a number', () => {
    expect(evaluate(classes, rows(2), Float32Array.of(1, 0, 0))['logLoss']).toBeCloseTo(36.04, 2)
    expect(evaluate(classes, rows(2), Float32Array.of(NaN, NaN, NaN))['loss']).toBeNaN()
  })

  test('are not defined without rows', () => {
    expect(evaluate(classes, rows(), new Float32Array(0))).toEqual({})
  })
})

describe('regression metrics', () => {
  const data: TrainingData = { ...classes, task: 'regression', outputs: 1, targetScale: { mean: [10], deviation: [2] } }
  const values = (...targets: number[]): TrainingData['train'] => ({
    ...rows(),
    count: targets.length,
    targets: Float32Array.from(targets),
  })

  test('are in the unit of the target, the loss in the standardised one', () => {
    // In the user's unit: truth 8 10 12, predicted 10 10 10.
    expect(rounded(evaluate(data, values(-1, 0, 1), Float32Array.of(0, 0, 0), []))).toEqual(
      rounded({ loss: 2 / 3, mae: 4 / 3, rmse: Math.sqrt(8 / 3), r2: 0 }),
    )
    // Predicted 8 10 14: residual 4 of total 8.
    expect(rounded(evaluate(data, values(-1, 0, 1), Float32Array.of(-1, 0, 2)))).toMatchObject({ r2: 0.5 })
  })

  test('scale each of several targets by its own figures, and average R² over them', () => {
    const two: TrainingData = { ...data, outputs: 2, targetScale: { mean: [0, 100], deviation: [1, 10] } }
    const examples = { ...values(0, 0, 2, 2), count: 2 }
    // Second target: truth 100, 120; predicted 110, 120.
    const metrics = evaluate(two, examples, Float32Array.of(0, 1, 2, 2))
    expect(metrics['mae']).toBeCloseTo(10 / 4)
    expect(metrics['r2']).toBeCloseTo((1 + (1 - 100 / 200)) / 2)
  })

  test('R² is missing, not infinite, where all values are the same', () => {
    expect(evaluate(data, values(1, 1), Float32Array.of(0, 1))).not.toHaveProperty('r2')
  })
})

describe('the table of metrics', () => {
  test('says of each what it is, its unit and its better direction', () => {
    for (const task of ['classification', 'regression'] as const)
      for (const metric of metricsOf[task]) {
        expect(metric.task).toBe(task)
        expect(metric.doc).toMatch(/\.$/)
        expect(findMetric(task, metric.name)).toBe(metric)
      }
    expect(runMeasures.map(({ name }) => name)).toEqual([
      'seconds',
      'samplesPerSecond',
      'parameters',
      'modelBytes',
      'latency',
    ])
    expect(() => findMetric('regression', 'accuracy')).toThrow('There is no metric "accuracy" for regression.')
  })
})
