import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dominates, frontsOf } from '../../../main/search/pareto/dominance.ts'
import { hypervolume } from '../../../main/search/pareto/hypervolume.ts'
import { outcomesOf } from '../../../main/search/pareto/outcomes.ts'
import { bestByDominance, referenceOf } from '../../../main/search/pareto/subset.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const pairs = (most: number) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: most })

describe('fronts in two objectives', () => {
  it('are those that peeling off non-dominated points finds, equal points and infinities included', () => {
    const points = fc.array(
      fc.array(fc.constantFrom(0, 1, 2, 3, 4, Infinity, -Infinity), { minLength: 2, maxLength: 2 }),
      { maxLength: 25 },
    )
    fc.assert(
      fc.property(points, (losses) => {
        const fronts = frontsOf(losses)
        let rest = [...losses.keys()]
        for (let front = 0; rest.length > 0; front++) {
          const free = rest.filter((i) => !rest.some((j) => dominates(losses[j] as number[], losses[i] as number[])))
          for (const i of free) expect(fronts[i]).toBe(front)
          rest = rest.filter((i) => !free.includes(i))
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the best points of several objectives', () => {
  it('fill whole fronts first', () => {
    fc.assert(
      fc.property(pairs(25), fc.nat({ max: 25 }), (losses, count) => {
        const chosen = bestByDominance(losses, count)
        expect(new Set(chosen).size).toBe(Math.min(count, losses.length))
        const fronts = frontsOf(losses)
        const deepest = Math.max(-1, ...chosen.map((index) => fronts[index] as number))
        for (const [index, front] of fronts.entries()) if (front < deepest) expect(chosen).toContain(index)
      }),
    )
  })

  it('of a front that does not fit are those that a greedy choice by hypervolume makes', () => {
    const front = Array.from({ length: 9 }, (_, k) => [k * k, 80 - 11 * k + (k % 3)])
    expect(new Set(frontsOf(front))).toEqual(new Set([0]))
    const reference = referenceOf(front)
    const greedy: number[] = []
    for (let count = 1; count <= 6; count++) {
      const volumes = front.map((point, k) =>
        greedy.includes(k) ? -1 : hypervolume([...greedy.map((i) => front[i] as number[]), point], reference),
      )
      greedy.push(volumes.indexOf(Math.max(...volumes)))
      expect(bestByDominance(front, count)).toEqual([...greedy].sort((a, b) => a - b))
    }
  })

  it('of a front in three objectives include its ends', () => {
    const front = [
      [0, 5, 5],
      [5, 0, 5],
      [5, 5, 0],
      [2, 2, 2],
      [2.1, 1.9, 2],
    ]
    expect(bestByDominance(front, 3)).toEqual([0, 1, 2])
  })
})

describe('outcomes', () => {
  const trial = (number: number, rest: Partial<SearchTrial>): SearchTrial => ({
    number,
    configuration: {},
    state: 'complete',
    intermediate: [],
    ...rest,
  })

  it('are losses per objective; failed ones and those without a number are failures, cancelled ones nothing', () => {
    const { outcomes, failures, pending } = outcomesOf(
      [
        trial(0, { values: [0.9, 100] }),
        trial(1, { values: [0.8, Number.NaN] }),
        trial(2, { state: 'failed' }),
        trial(3, { state: 'cancelled' }),
        trial(4, { state: 'running' }),
        trial(5, {
          state: 'pruned',
          intermediate: [
            [1, 0.5],
            [2, 0.6],
          ],
          others: [[50], [50]],
        }),
        trial(6, { state: 'pruned', intermediate: [[1, 0.5]] }),
        trial(7, { values: [0.7] }),
      ],
      ['maximise', 'minimise'],
    )
    expect(outcomes.map(({ trial, losses, kind }) => [trial.number, losses, kind])).toEqual([
      [0, [-0.9, 100], 'complete'],
      [5, [-0.6, 50], 'bound'],
    ])
    expect(failures.map(({ number }) => number)).toEqual([1, 2, 6, 7])
    expect(pending.map(({ number }) => number)).toEqual([4])
  })
})
