import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greedyPortfolio } from '../../../main/search/portfolio/greedy.ts'

const meanBest = (losses: readonly (readonly number[])[], chosen: readonly number[]): number =>
  losses.reduce((sum, task) => sum + Math.min(...chosen.map((candidate) => task[candidate] as number)), 0) /
  losses.length

describe('a greedy portfolio', () => {
  it('adds what complements what it has, not the second best on average', () => {
    const losses = [
      [0.1, 0.2, 0.9],
      [0.1, 0.2, 0.9],
      [0.9, 0.8, 0.0],
    ]
    expect(greedyPortfolio(losses, 2)).toEqual([0, 2])
  })

  it('ends when nothing more would help, and prefers the better of equals', () => {
    expect(
      greedyPortfolio(
        [
          [0, 1],
          [0, 1],
        ],
        4,
      ),
    ).toEqual([0])
    expect(
      greedyPortfolio(
        [
          [5, 0, 0],
          [0, 9, 3],
        ],
        2,
      ),
    ).toEqual([2, 0])
    expect(greedyPortfolio([], 3)).toEqual([])
  })

  it('passes over configurations that failed on some data', () => {
    expect(
      greedyPortfolio(
        [
          [NaN, 0.5],
          [0, 0.5],
        ],
        1,
      ),
    ).toEqual([1])
  })

  it('is within 1 - 1/e of the best set of its size', () => {
    const table = fc.integer({ min: 2, max: 7 }).chain((candidates) =>
      fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: candidates, maxLength: candidates }), {
        minLength: 1,
        maxLength: 5,
      }),
    )
    fc.assert(
      fc.property(table, (losses) => {
        const candidates = (losses[0] as number[]).length
        const chosen = greedyPortfolio(losses, 2)
        const single = Math.min(...Array.from({ length: candidates }, (_, candidate) => meanBest(losses, [candidate])))
        let best = Infinity
        for (let a = 0; a < candidates; a++)
          for (let b = a; b < candidates; b++) best = Math.min(best, meanBest(losses, [a, b]))
        // The first is the best by itself; the second gains at least half of what any pair gains on it.
        expect(meanBest(losses, chosen.slice(0, 1))).toBeCloseTo(single, 12)
        expect(meanBest(losses, chosen)).toBeLessThanOrEqual(single - (single - best) / 2 + 1e-12)
      }),
      { seed: 3 },
    )
  })
})
