import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  batchSizeAt,
  fittedTo,
  rowsPerStep,
  shuffledRows,
  stepsOf,
  stepsPerEpoch,
} from '../../main/training/batching.ts'
import { jobFor, smallData } from './small-jobs.ts'

describe('batches', () => {
  test('an epoch visits every row once, in an order that follows from seed and epoch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.integer({ min: 1, max: 99 }), (rows, seed, epoch) => {
        const order = shuffledRows(rows, seed, epoch)
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, row) => row))
        expect(shuffledRows(rows, seed, epoch)).toEqual(order)
      }),
    )
    expect(shuffledRows(50, 1, 1)).not.toEqual(shuffledRows(50, 1, 2))
    expect(shuffledRows(50, 1, 1)).not.toEqual(shuffledRows(50, 2, 1))
    expect(shuffledRows(50, 1, 1)).not.toEqual(shuffledRows(50, 1 + 2 ** 32, 1))
  })

  test('every row is equally likely to come first, and any two orders of three rows', () => {
    const firsts = new Array<number>(5).fill(0)
    const orders = new Map<string, number>()
    for (let epoch = 1; epoch <= 6000; epoch++) {
      firsts[shuffledRows(5, 3, epoch)[0]!]!++
      const order = shuffledRows(3, 4, epoch).join('')
      orders.set(order, (orders.get(order) ?? 0) + 1)
    }
    for (const count of firsts) expect(Math.abs(count - 1200)).toBeLessThan(5 * Math.sqrt(1200))
    expect(orders.size).toBe(6)
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000))
  })

  test('rows that fill no batch are left out; a batch is never larger than the rows', () => {
    expect(stepsPerEpoch(100, 16)).toBe(6)
    const data = smallData({ train: 10 })
    expect(fittedTo(jobFor(data, { batchSize: 64 }), data).hyperparameters.batchSize).toBe(10)
    const fitting = jobFor(data, { batchSize: 4 })
    expect(fittedTo(fitting, data)).toEqual({ ...fitting, trainingRows: 10 })
  })

  test('a full batch is all rows; accumulated batches share them', () => {
    const data = smallData({ train: 10 })
    expect(fittedTo(jobFor(data, { fullBatch: true, accumulation: 3 }), data)).toMatchObject({
      hyperparameters: { batchSize: 10, accumulation: 1 },
    })
    expect(fittedTo(jobFor(data, { batchSize: 4, accumulation: 3 }), data)).toMatchObject({
      hyperparameters: { batchSize: 3, accumulation: 3 },
    })
  })

  test('batches grow by their factor every so many epochs, up to their limit and the rows there are', () => {
    const sizes = (changes: object, rows: number): number[] => {
      const data = smallData({ train: rows })
      const job = fittedTo(jobFor(data, { batchSize: 4, batchGrowth: 2, batchGrowthEpochs: 2, ...changes }), data)
      return Array.from({ length: 8 }, (_, index) => batchSizeAt(job, index + 1))
    }
    expect(sizes({}, 100)).toEqual([4, 4, 8, 8, 16, 16, 32, 32])
    expect(sizes({ batchSizeLimit: 20 }, 100)).toEqual([4, 4, 8, 8, 16, 16, 20, 20])
    expect(sizes({ batchSizeLimit: 2 }, 100)).toEqual([4, 4, 4, 4, 4, 4, 4, 4])
    expect(sizes({}, 10)).toEqual([4, 4, 8, 8, 10, 10, 10, 10])
    expect(sizes({ accumulation: 2 }, 24)).toEqual([4, 4, 8, 8, 12, 12, 12, 12])
    expect(sizes({ batchGrowth: 1.5, batchGrowthEpochs: 1 }, 100)).toEqual([4, 6, 9, 14, 20, 30, 46, 68])
    expect(sizes({ batchGrowth: 1 }, 100)).toEqual([4, 4, 4, 4, 4, 4, 4, 4])
    expect(sizes({ fullBatch: true }, 20)).toEqual(Array<number>(8).fill(20))
  })

  test('steps counted epoch by epoch are those that an epoch starts from', () => {
    const data = smallData({ train: 90 })
    for (const changes of [{}, { batchGrowth: 1.7, batchGrowthEpochs: 3 }, { batchGrowth: 2, batchGrowthEpochs: 1 }]) {
      const job = fittedTo(jobFor(data, { batchSize: 8, ...changes }), data)
      let steps = 0
      for (let epoch = 1; epoch <= 12; epoch++) {
        expect(stepsOf(job, epoch - 1)).toBe(steps)
        const own = stepsPerEpoch(90, rowsPerStep(job, epoch))
        expect(stepsOf(job, epoch - 0.5)).toBe(steps + Math.floor(own / 2))
        steps += own
      }
    }
  })
})
