import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../main/search/random/stream.ts'
import { chiSquare, kolmogorovSmirnov } from '../statistics.ts'

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw)

describe('random streams', () => {
  it('depend on seed, number and purpose alone, each of them', () => {
    const first = (seed: number, number: number, purpose: string): string =>
      draws(4, randomStream(seed, number, purpose).bits).join(' ')
    expect(first(1, 2, 'a')).toBe(first(1, 2, 'a'))
    const keys = [
      first(1, 2, 'a'),
      first(2, 1, 'a'),
      first(1, 2, 'b'),
      first(1 + 2 ** 40, 2, 'a'),
      first(-1, 2, 'a'),
      first(0, 0, ''),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('are uniform within a stream, and across the first draws of many streams', () => {
    const within = randomStream(5, 0, 'test')
    expect(kolmogorovSmirnov(draws(20_000, within.uniform), (x) => x)).toBeGreaterThan(1e-3)
    let number = 0
    const across = draws(20_000, () => randomStream(5, number++, 'test').uniform())
    expect(kolmogorovSmirnov(across, (x) => x)).toBeGreaterThan(1e-3)
    let seed = 0
    expect(
      kolmogorovSmirnov(
        draws(20_000, () => randomStream(seed++, 3, 'test').uniform()),
        (x) => x,
      ),
    ).toBeGreaterThan(1e-3)
  })

  it('have no correlation between neighbours: pairs fill a 16 x 16 grid evenly', () => {
    const { uniform } = randomStream(6, 1, 'test')
    const cells = new Array<number>(256).fill(0)
    for (let pair = 0; pair < 51_200; pair++) {
      const cell = Math.floor(uniform() * 16) * 16 + Math.floor(uniform() * 16)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expect(chiSquare(cells)).toBeGreaterThan(1e-3)
  })

  it('draw integers without gaps, permutations without favourites, and normals of variance 1', () => {
    const random = randomStream(7, 2, 'test')
    const counts = new Array<number>(7).fill(0)
    for (const value of draws(7000, () => random.integer(7))) counts[value] = (counts[value] ?? 0) + 1
    expect(chiSquare(counts)).toBeGreaterThan(1e-3)
    const orders = new Map<string, number>()
    for (const order of draws(6000, () => random.shuffle(['a', 'b', 'c']).join('')))
      orders.set(order, (orders.get(order) ?? 0) + 1)
    expect(orders.size).toBe(6)
    expect(chiSquare([...orders.values()])).toBeGreaterThan(1e-3)
    const normals = draws(20_000, random.normal)
    const variance = normals.reduce((sum, x) => sum + x * x, 0) / normals.length
    expect(Math.abs(variance - 1)).toBeLessThan(0.04)
    expect(normals.filter((x) => Math.abs(x) > 1.959964).length / normals.length).toBeCloseTo(0.05, 2)
  })
})
