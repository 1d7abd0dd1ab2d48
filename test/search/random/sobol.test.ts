import { describe, expect, it } from 'vitest'
import { scrambledSobol, sobolBits, sobolDimensions } from '../../../main/search/random/sobol.ts'
import { randomStream } from '../../../main/search/random/stream.ts'

/** Centred L2 discrepancy (Hickernell 1998). */
function discrepancy(points: readonly ArrayLike<number>[], dimensions: number): number {
  const n = points.length
  const centred = points.map((point) => Array.from(point, (x) => Math.abs(x - 0.5)))
  let single = 0
  let pairs = 0
  for (const [i, a] of centred.entries()) {
    single += a.reduce((product, x) => product * (1 + 0.5 * x - 0.5 * x * x), 1)
    for (const [j, b] of centred.entries()) {
      let product = 1
      for (let k = 0; k < dimensions; k++) {
        const distance = Math.abs((points[i]?.[k] as number) - (points[j]?.[k] as number))
        product *= 1 + 0.5 * (a[k] as number) + 0.5 * (b[k] as number) - 0.5 * distance
      }
      pairs += product
    }
  }
  return Math.sqrt((13 / 12) ** dimensions - (2 / n) * single + pairs / (n * n))
}

describe('Sobol sequence', () => {
  it('has the published first points (Joe and Kuo, in Gray code order)', () => {
    const published = [
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25, 0.25, 0.75, 0.75],
      [0.25, 0.75, 0.75, 0.75, 0.25, 0.25],
      [0.375, 0.375, 0.625, 0.875, 0.375, 0.125],
      [0.875, 0.875, 0.125, 0.375, 0.875, 0.625],
    ]
    for (const [index, point] of published.entries()) {
      const gray = (index + 1) ^ ((index + 1) >>> 1)
      expect(point.map((_, dimension) => sobolBits(gray, dimension) / 2 ** 32)).toEqual(point)
    }
  })

  it('has the first 1000 points of 64 dimensions that SciPy 1.11 has, by their FNV-1a hash', () => {
    let hash = 2166136261
    for (let index = 0; index < 1000; index++)
      for (let dimension = 0; dimension < 64; dimension++)
        hash = Math.imul(hash ^ sobolBits(index ^ (index >>> 1), dimension), 16777619)
    expect(hash >>> 0).toBe(1396794821)
  })

  it('is a permutation of the dyadic intervals in every dimension up to the last', () => {
    for (let dimension = 0; dimension < sobolDimensions; dimension++) {
      const cells = new Set(Array.from({ length: 256 }, (_, index) => sobolBits(index, dimension) >>> 24))
      expect(cells.size).toBe(256)
    }
  })

  it('stays balanced over elementary intervals when scrambled, whatever the seed', () => {
    for (const seed of [0, 1, -5, 2 ** 40 + 3]) {
      const points = Array.from({ length: 256 }, (_, index) => scrambledSobol(index, 2, seed))
      for (let k = 0; k <= 8; k++) {
        const cells = points.map(
          ([x, y]) => Math.floor((x as number) * 2 ** k) * 2 ** (8 - k) + Math.floor((y as number) * 2 ** (8 - k)),
        )
        expect(new Set(cells).size).toBe(256)
      }
    }
  })

  it('has under a fifth of the centred discrepancy of random points (1024 points, 6 dimensions)', () => {
    const sobol = Array.from({ length: 1024 }, (_, index) => scrambledSobol(index, 6, 3))
    const { uniform } = randomStream(3, 0, 'test')
    const random = Array.from({ length: 1024 }, () => Array.from({ length: 6 }, uniform))
    expect(discrepancy(sobol, 6)).toBeLessThan(discrepancy(random, 6) / 5)
  })

  it('is unbiased over scramblings: means of a sum over 200 seeds lie within three standard errors', () => {
    const sums = Array.from({ length: 200 }, (_, seed) => {
      let total = 0
      for (let index = 0; index < 16; index++) for (const x of scrambledSobol(index, 5, seed * 7 + 1)) total += x ** 2
      return total / 16
    })
    const mean = sums.reduce((sum, x) => sum + x, 0) / sums.length
    const variance = sums.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (sums.length - 1)
    expect(Math.abs(mean - 5 / 3)).toBeLessThan(3 * Math.sqrt(variance / sums.length))
  })

  it('gives every point, even the first, a uniform distribution over seeds', () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => scrambledSobol(0, 3, seed)[2] as number)
    const mean = firsts.reduce((sum, x) => sum + x, 0) / firsts.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * Math.sqrt(1 / 12 / firsts.length))
  })
})
