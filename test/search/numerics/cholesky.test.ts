import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cholesky,
  inverseOfCholesky,
  solveLower,
  solveLowerTransposed,
} from '../../../main/search/numerics/cholesky.ts'
import { randomStream } from '../../../main/search/random/stream.ts'

function positiveDefinite(n: number, seed: number): Float64Array {
  const { normal } = randomStream(seed, n, 'test')
  const b = Float64Array.from({ length: n * n }, normal)
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    let sum = i === j ? 0.1 : 0
    for (let k = 0; k < n; k++) sum += (b[i * n + k] as number) * (b[j * n + k] as number)
    return sum
  })
}

describe('Cholesky factor', () => {
  it('solves systems and inverts, to rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(), (n, seed) => {
        const a = positiveDefinite(n, seed)
        const l = a.slice()
        expect(cholesky(l, n)).toBe(true)
        const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i + seed))
        const b = x.map((_, i) => x.reduce((sum, value, j) => sum + (a[i * n + j] as number) * value, 0))
        solveLower(l, n, b)
        solveLowerTransposed(l, n, b)
        for (let i = 0; i < n; i++) expect(b[i]).toBeCloseTo(x[i] as number, 6)
        const inverse = inverseOfCholesky(l, n)
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let sum = 0
            for (let k = 0; k < n; k++) sum += (a[i * n + k] as number) * (inverse[k * n + j] as number)
            expect(sum).toBeCloseTo(i === j ? 1 : 0, 6)
          }
      }),
      { numRuns: 40 },
    )
  })

  it('refuses what is not positive definite', () => {
    expect(cholesky(Float64Array.of(1, 0, 2, 1), 2)).toBe(false)
    expect(cholesky(Float64Array.of(Number.NaN), 1)).toBe(false)
  })
})
