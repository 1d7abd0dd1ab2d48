import { describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../main/training/checkpoint.ts'
import { NotFinite, TrainingStopped } from '../../main/training/fault.ts'
import type { EpochMetrics } from '../../main/training/result.ts'
import { jobFor, smallData } from './small-jobs.ts'
import { train } from './training.ts'

const data = smallData()

describe('training', () => {
  test('learns, and reports every epoch with its metrics, rate and speed', async () => {
    const epochs: EpochMetrics[] = []
    const job = jobFor(data, { epochs: 12, learningRate: 0.03 })
    const result = await train(job, data, 'tfjs-cpu', { onEpoch: (metrics) => epochs.push(metrics) })
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    expect(epochs.at(-1)!.validation['loss']!).toBeLessThan(epochs[0]!.validation['loss']! * 0.6)
    expect(Object.keys(result.validation)).toEqual(['loss', 'accuracy', 'balancedAccuracy', 'f1', 'logLoss'])
    expect(result.validation['accuracy']!).toBeGreaterThan(0.7)
    expect(epochs[0]!.learningRate).toBeCloseTo(0.03)
    expect(epochs[0]!.samplesPerSecond).toBeGreaterThan(0)
    expect(result).toMatchObject({
      epochs: 12,
      stoppedEarly: false,
      parameters: 6 * 8 + 8 + 8 * 3 + 3,
      engine: 'tfjs-cpu',
    })
  })

  test('gives the same network when it is interrupted after any epoch and resumed from the checkpoint', async () => {
    const job = jobFor(data, {
      epochs: 5,
      dropout: 0.3,
      batchNorm: true,
      schedule: 'cosine',
      patience: 4,
      learningRate: 0.05,
    })
    const checkpoints: Checkpoint[] = []
    const whole = await train(job, data, 'tfjs-cpu', { checkpointEveryMs: 0, onCheckpoint: (c) => checkpoints.push(c) })
    expect(checkpoints.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4])
    for (const checkpoint of checkpoints) {
      const resumed = await train(job, data, 'tfjs-cpu', { checkpoint: structuredClone(checkpoint) })
      expect(resumed.state).toEqual(whole.state)
      expect(resumed.validation).toEqual(whole.validation)
      expect(resumed.keptEpoch).toBe(whole.keptEpoch)
    }
  })

  test('names epoch and step when the loss diverges', async () => {
    const job = jobFor(smallData({ task: 'regression', outputs: 1 }), {
      optimizer: 'sgd',
      learningRate: 1e20,
      epochs: 3,
    })
    const failure = await train(job, smallData({ task: 'regression', outputs: 1 })).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(NotFinite)
    expect(failure).toMatchObject({ code: 'nan-loss', epoch: 1 })
    expect(String(failure)).toMatch(/at step \d+ of epoch 1: training has diverged/)
  })

  test('stops between slices when asked, saying how many epochs were done', async () => {
    let finished = 0
    const stopped = train(jobFor(data), data, 'tfjs-cpu', {
      onEpoch: () => finished++,
      shouldStop: () => finished === 2,
    })
    await expect(stopped).rejects.toThrow(TrainingStopped)
    await expect(stopped).rejects.toMatchObject({ epoch: 2 })
  })
})
