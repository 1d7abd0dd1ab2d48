import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fittedTo, shuffledRows, stepsPerEpoch } from '../../main/training/batching.ts'
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
    expect(fittedTo(fitting, data)).toEqual({ ...fitting, stepsPerEpoch: 2 })
  })
  test('a full batch is all rows; accumulated batches share them', () => {
    const data = smallData({ train: 10 })
    expect(fittedTo(jobFor(data, { fullBatch: true, accumulation: 3 }), data)).toMatchObject({
      hyperparameters: { batchSize: 10, accumulation: 1 },
      stepsPerEpoch: 1,
    })
    expect(fittedTo(jobFor(data, { batchSize: 4, accumulation: 3 }), data)).toMatchObject({
      hyperparameters: { batchSize: 3, accumulation: 3 },
      stepsPerEpoch: 1,
    })
  })
})
