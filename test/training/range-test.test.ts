import { describe, expect, test } from 'vitest'
import { testLearningRates } from '../../main/training/range-test/run.ts'
import { rangeTestRates, readRangeTest } from '../../main/training/range-test/suggest.ts'
import { jobFor, smallData } from './small-jobs.ts'
import { breathe, engines } from './training.ts'

describe('a learning-rate range test', () => {
  test('grows its rates by the same factor from one end to the other', () => {
    const rates = [...rangeTestRates(1e-4, 1, 5)]
    ;[1e-4, 1e-3, 1e-2, 1e-1, 1].forEach((rate, step) => expect(rates[step]! / rate).toBeCloseTo(1, 5))
    expect(() => rangeTestRates(1, 0.1, 5)).toThrow(RangeError)
    expect(() => rangeTestRates(0, 0.1, 5)).toThrow(RangeError)
  })

  test('suggests a rate where the loss falls, below the rate where it is lowest', () => {
    const rates = rangeTestRates(1e-5, 1, 101)
    // Flat, then down around 1e-3, then up from 1e-1: a logistic fall in the logarithm of the rate.
    const losses = [...rates].map((rate) => 1 + 2 / (1 + (rate / 1e-3) ** 2) + (rate > 0.1 ? 50 * (rate - 0.1) : 0))
    const { suggested, lowest, diverged, points } = readRangeTest(rates, losses)
    expect(suggested!).toBeGreaterThan(5e-4)
    expect(suggested!).toBeLessThan(5e-3)
    expect(lowest!).toBeGreaterThan(suggested!)
    expect(lowest!).toBeLessThan(0.25)
    expect(diverged).toBe(true)
    expect(points.length).toBeLessThan(101)
  })

  test('suggests nothing where the loss only grows, and stops at a loss that is no number', () => {
    const rates = rangeTestRates(1e-3, 1, 10)
    const growing = readRangeTest(rates, [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9])
    expect(growing).not.toHaveProperty('suggested')
    expect(growing).not.toHaveProperty('lowest')
    expect(growing.diverged).toBe(false)
    const broken = readRangeTest(rates, [1, 0.9, NaN, 0.5])
    expect(broken).toMatchObject({ diverged: true })
    expect(broken.points).toHaveLength(2)
  })

  test('finds a rate that trains a network far better than the ends of the range do', async () => {
    const data = smallData({ train: 200 })
    const job = jobFor(data, { optimizer: 'sgd', neurons: 16 })
    const lossAfter = async (learningRate: number): Promise<number> => {
      const { session } = await engines.open(['compiled'], job, data)
      const rows = Int32Array.from({ length: 16 * 60 }, (_, index) => (index * 7) % 200)
      const losses = await session.train({ rows, learningRates: new Float32Array(60).fill(learningRate), firstStep: 0 })
      await session.dispose()
      return losses.slice(-10).reduce((sum, loss) => sum + loss, 0) / 10
    }
    const opened = await engines.open(['compiled'], job, data)
    const reading = await testLearningRates({ ...opened, data, from: 1e-5, to: 100, steps: 120, breathe })
    await opened.session.dispose()
    const suggested = await lossAfter(reading.suggested!)
    expect(suggested).toBeLessThan(0.8 * (await lossAfter(1e-5)))
    const hottest = await lossAfter(100)
    expect(!(hottest < suggested)).toBe(true)
  })

  test('reads the same curve each time, and breaks off soon after divergence', async () => {
    const data = smallData({ task: 'regression', outputs: 1 })
    const job = jobFor(data, { optimizer: 'sgd' })
    const run = async () => {
      const opened = await engines.open(['tfjs-cpu'], job, data)
      let steps = 0
      const session = {
        get stepsPerSlice() {
          return opened.session.stepsPerSlice
        },
        train: (slice: Parameters<typeof opened.session.train>[0]) => {
          steps += slice.learningRates.length
          return opened.session.train(slice)
        },
      }
      const reading = await testLearningRates({ ...opened, session, data, from: 1e-4, to: 1e10, steps: 200, breathe })
      await opened.session.dispose()
      return { reading, steps }
    }
    const [first, second] = [await run(), await run()]
    expect(second.reading).toEqual(first.reading)
    expect(first.reading.diverged).toBe(true)
    expect(first.steps).toBeLessThan(200)
  })
})
