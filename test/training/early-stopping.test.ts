import { describe, expect, test } from 'vitest'
import { earlyStopping } from '../../main/training/early-stopping.ts'
import { stoppingMetrics } from '../../main/training/hyperparameters/course.ts'
import { metricsOf } from '../../main/training/metrics/table.ts'
import type { EpochMetrics } from '../../main/training/result.ts'
import { jobFor, smallData } from './small-jobs.ts'
import { train } from './training.ts'

const settings = { direction: 'minimise', patience: 2, minDelta: 0 } as const

describe('early stopping', () => {
  test('stops after that many epochs without improvement, no sooner', () => {
    expect(earlyStopping([3, 2, 2.5], settings)).toEqual({ bestEpoch: 2, stop: false })
    expect(earlyStopping([3, 2, 2.5, 2.1], settings)).toEqual({ bestEpoch: 2, stop: true })
    expect(earlyStopping([3, 2, 2.5, 1.9], settings)).toEqual({ bestEpoch: 4, stop: false })
  })

  test('never stops without patience, but still knows the best', () => {
    expect(earlyStopping([1, 2, 3, 4, 5], { ...settings, patience: 0 })).toEqual({ bestEpoch: 1, stop: false })
  })

  test('follows a metric that is to be maximised', () => {
    expect(earlyStopping([0.5, 0.9, 0.8, 0.7], { ...settings, direction: 'maximise' })).toEqual({
      bestEpoch: 2,
      stop: true,
    })
  })

  test('does not let gains below minDelta renew its patience, though they count as best', () => {
    expect(earlyStopping([1, 0.99, 0.98], { ...settings, minDelta: 0.1 })).toEqual({ bestEpoch: 3, stop: true })
    expect(earlyStopping([1, 0.95, 0.85, 0.84], { ...settings, minDelta: 0.1 })).toEqual({ bestEpoch: 4, stop: false })
  })

  test('does not count epochs of the warm period, though the best may lie there', () => {
    expect(earlyStopping([1, 2, 3, 4], { ...settings, after: 3 })).toEqual({ bestEpoch: 1, stop: false })
    expect(earlyStopping([1, 2, 3, 4, 5], { ...settings, after: 3 })).toEqual({ bestEpoch: 1, stop: true })
    expect(earlyStopping([3, 2, 1, 0, 5], { ...settings, after: 3 })).toEqual({ bestEpoch: 4, stop: false })
  })

  test('takes the first of equals; a tie is no improvement', () => {
    expect(earlyStopping([1, 1, 1], settings)).toEqual({ bestEpoch: 1, stop: true })
  })

  test('does not mistake a missing or undefined value for an improvement', () => {
    expect(earlyStopping([NaN, undefined], settings)).toEqual({ bestEpoch: 0, stop: true })
    expect(earlyStopping([undefined, 5, NaN], settings)).toEqual({ bestEpoch: 2, stop: false })
    expect(earlyStopping([], settings)).toEqual({ bestEpoch: 0, stop: false })
  })
})

describe('training with early stopping', () => {
  const data = smallData({ train: 48 })
  /** So fast that validation worsens after a few epochs. */
  const restless = { epochs: 60, learningRate: 0.3, patience: 3, neurons: 30 }

  test('ends with the weights of the best epoch, and with their scores', async () => {
    const epochs: EpochMetrics[] = []
    const job = jobFor(data, restless)
    const result = await train(job, data, 'tfjs-cpu', { onEpoch: (metrics) => epochs.push(metrics) })
    const losses = epochs.map(({ validation }) => validation['loss']!)
    const best = losses.indexOf(Math.min(...losses)) + 1
    expect(result).toMatchObject({ stoppedEarly: true, epochs: best + 3, keptEpoch: best })
    expect(best).toBeLessThan(epochs.length)
    expect(result.validation['loss']).toBe(losses[best - 1])
    const shortened = await train({ ...job, hyperparameters: { ...job.hyperparameters, epochs: best } }, data)
    expect(result.state).toEqual(shortened.state)
  })

  test('ends with the last weights when told not to restore', async () => {
    const epochs: EpochMetrics[] = []
    const job = jobFor(data, { ...restless, restoreBest: false })
    const result = await train(job, data, 'tfjs-cpu', { onEpoch: (metrics) => epochs.push(metrics) })
    expect(result.keptEpoch).toBe(result.epochs)
    expect(result.validation).toMatchObject(epochs.at(-1)!.validation)
  })

  test('follows the metric that the job names', async () => {
    const epochs: EpochMetrics[] = []
    const job = jobFor(
      data,
      { ...restless, patience: 0, epochs: 8 },
      { monitor: { metric: 'accuracy', direction: 'maximise' } },
    )
    const result = await train(job, data, 'tfjs-cpu', { onEpoch: (metrics) => epochs.push(metrics) })
    const accuracies = epochs.map(({ validation }) => validation['accuracy']!)
    expect(result.keptEpoch).toBe(accuracies.indexOf(Math.max(...accuracies)) + 1)
    await expect(train(jobFor(data, {}, { monitor: { metric: 'r2', direction: 'maximise' } }), data)).rejects.toThrow(
      `There is no metric "r2" for classification. Choose one of ${metricsOf.classification.map(({ name }) => name).join(', ')}.`,
    )
  })

  test('follows another metric than the objective, whose best epoch is still the one that is kept', async () => {
    const run = async (stoppingMetric: 'objective' | 'accuracy') => {
      const epochs: EpochMetrics[] = []
      const job = jobFor(data, { epochs: 60, learningRate: 0.03, patience: 3, neurons: 30, stoppingMetric })
      const result = await train(job, data, 'tfjs-cpu', { onEpoch: (metrics) => epochs.push(metrics) })
      return {
        result,
        losses: epochs.map((e) => e.validation['loss']!),
        hits: epochs.map((e) => e.validation['accuracy']!),
      }
    }
    const { result, losses, hits } = await run('accuracy')
    const stops = (values: number[], direction: 'minimise' | 'maximise') =>
      earlyStopping(values, { direction, patience: 3, minDelta: 0 }).stop
    expect(stops(hits, 'maximise')).toBe(true)
    expect(stops(hits.slice(0, -1), 'maximise')).toBe(false)
    expect(result.keptEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1)
    expect((await run('objective')).result.epochs).not.toBe(result.epochs)
  })

  test('refuses a metric that the task has not', async () => {
    await expect(train(jobFor(data, { stoppingMetric: 'rmse' }), data)).rejects.toMatchObject({
      code: 'unknown-metric',
    })
  })

  test('every metric that patience may follow is one of some task', () => {
    const known = Object.values(metricsOf).flatMap((metrics) => metrics.map(({ name }) => name))
    expect(stoppingMetrics.filter((name) => name !== 'objective' && !known.includes(name))).toEqual([])
  })

  test('keeps the last epoch where there are no validation rows', async () => {
    const blind = smallData({ validation: 0 })
    const result = await train(jobFor(blind, { epochs: 3, patience: 5 }), blind)
    expect(result).toMatchObject({ keptEpoch: 3, validation: {} })
  })
})
