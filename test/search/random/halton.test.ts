import { describe, expect, it } from 'vitest'
import { scrambledHalton } from '../../../main/search/random/halton.ts'

/** Largest difference between the share of points below a bound and the bound, over one coordinate. */
function discrepancy(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.max(
    ...sorted.map((value, index) =>
      Math.max(Math.abs(value - index / sorted.length), Math.abs(value - (index + 1) / sorted.length)),
    ),
  )
}

describe('scrambled Halton sequence', () => {
  it('puts one point into each of base^k cells of a coordinate, whatever the permutations', () => {
    for (const [dimension, base, power] of [
      [0, 2, 6],
      [1, 3, 4],
      [2, 5, 3],
      [3, 7, 2],
    ] as const) {
      const cells = base ** power
      for (const seed of [1, 99]) {
        const hit = Array.from({ length: cells }, (_, index) =>
          Math.floor(scrambledHalton(index, 4, seed)[dimension]! * cells),
        )
        expect(new Set(hit).size).toBe(cells)
      }
    }
  })

  it('is more even than random points in each of 30 coordinates, also at first', () => {
    const points = Array.from({ length: 200 }, (_, index) => scrambledHalton(index, 30, 5))
    for (let dimension = 0; dimension < 30; dimension++)
      expect(discrepancy(points.map((point) => point[dimension]!))).toBeLessThan(0.08)
  })

  it('does not run along diagonals in large bases, as the plain sequence does', () => {
    const points = Array.from({ length: 60 }, (_, index) => scrambledHalton(index, 30, 3))
    const [x, y] = [points.map((point) => point[28]! - 0.5), points.map((point) => point[29]! - 0.5)]
    const product = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    expect(Math.abs(product(x, y) / Math.sqrt(product(x, x) * product(y, y)))).toBeLessThan(0.35)
  })

  it('stays within [0, 1) and depends on its seed', () => {
    for (let index = 0; index < 500; index++)
      for (const u of scrambledHalton(index, 12, 7)) {
        expect(u).toBeGreaterThanOrEqual(0)
        expect(u).toBeLessThan(1)
      }
    expect([...scrambledHalton(5, 4, 1)]).not.toEqual([...scrambledHalton(5, 4, 2)])
  })
})
