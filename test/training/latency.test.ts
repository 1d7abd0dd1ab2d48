import { describe, expect, it } from 'vitest'
import { latencyOf, measureLatency, timedRows } from '../../main/training/latency.ts'
import { jobFor, smallData } from './small-jobs.ts'
import { train } from './training.ts'

/** Predictions that take the given times, and then as long as the last; how many there were. */
function predictionsOf(...times: readonly number[]) {
  let [now, calls] = [100, 0]
  return {
    clock: () => now,
    predict: () => {
      now += times[Math.min(calls++, times.length - 1)]!
      return Promise.resolve(new Float32Array())
    },
    calls: () => calls,
  }
}

describe('the latency of a network', () => {
  it('is the median of five predictions, so that one that was disturbed does not count', async () => {
    const { clock, predict, calls } = predictionsOf(4, 2, 50, 2, 3)
    expect(await measureLatency(clock, 10, predict)).toBe(0.3)
    expect(calls()).toBe(5)
  })

  it('is measured once where a prediction takes long', async () => {
    const { clock, predict, calls } = predictionsOf(2_000)
    expect(await measureLatency(clock, 4, predict)).toBe(500)
    expect(calls()).toBe(1)
  })

  it('is of rows that validate, as many as are predicted at once; of training rows where none do', async () => {
    const asked: unknown[] = []
    const session = {
      predict: (...call: unknown[]) => {
        asked.push(call)
        return Promise.resolve(new Float32Array())
      },
    }
    await latencyOf(smallData({ train: 40, validation: timedRows + 5 }), session, () => 0)
    expect(asked).toEqual(Array(5).fill(['validation', 0, timedRows]))
    asked.length = 0
    await latencyOf(smallData({ train: 40, validation: 0 }), session, () => 0)
    expect(asked[0]).toEqual(['train', 0, 40])
  })

  it('does not blame padding on the network, where a graph computes more rows than there are', async () => {
    const data = smallData({ train: 40, validation: 10 })
    const { clock, predict } = predictionsOf(8)
    expect(await latencyOf(data, { predict }, clock)).toEqual({ latency: 0.8 })
    expect(await latencyOf(data, { predict, predictionRows: 80 }, clock)).toEqual({ latency: 0.1 })
  })

  it('stands in the result of a training beside the size of the network and what became of each class', async () => {
    const data = smallData()
    const result = await train(jobFor(data, { epochs: 2, normalisation: 'batch' }), data)
    expect(result.latency).toBeGreaterThan(0)
    // Means and variances of normalisation are numbers of the network that are not trained.
    expect(result.modelBytes! % 4).toBe(0)
    expect(result.modelBytes! / 4).toBeGreaterThan(result.parameters)
    const validation = result.classes!.validation as { matrix: number[][] }
    expect(validation.matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(data.validation.count)
    const hits = validation.matrix.reduce((sum, row, k) => sum + row[k]!, 0)
    expect(hits / data.validation.count).toBeCloseTo(result.validation['accuracy']!, 9)
  })
})
