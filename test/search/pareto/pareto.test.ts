import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crowding, dominates, frontsOf } from '../../../main/search/pareto/dominance.ts'
import { hypervolume } from '../../../main/search/pareto/hypervolume.ts'
import { rankedByDominance } from '../../../main/search/samplers/genetic.ts'

const points = (objectives: number, most: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: objectives, maxLength: objectives }), {
    maxLength: most,
  })

describe('dominance', () => {
  it('puts each point in the front that peeling off non-dominated points finds it in', () => {
    fc.assert(
      fc.property(points(3, 20), (losses) => {
        const fronts = frontsOf(losses)
        let rest = [...losses.keys()]
        for (let front = 0; rest.length > 0; front++) {
          const free = rest.filter((i) => !rest.some((j) => dominates(losses[j] as number[], losses[i] as number[])))
          for (const i of free) expect(fronts[i]).toBe(front)
          rest = rest.filter((i) => !free.includes(i))
        }
      }),
    )
  })

  it('measures the room between neighbours, infinite at the ends of a front', () => {
    expect(
      crowding([
        [0, 4],
        [1, 2],
        [4, 0],
      ]),
    ).toEqual([Infinity, 2, Infinity])
  })

  it('ranks by front, then by room', () => {
    const ranked = rankedByDominance([
      [5, 5],
      [0, 4],
      [1, 3.9],
      [2, 1],
      [4, 0],
    ])
    expect(ranked.at(-1)).toBe(0)
    expect(ranked.slice(0, 2).sort()).toEqual([1, 4])
    expect(ranked.indexOf(3)).toBeLessThan(ranked.indexOf(2))
  })
})

describe('hypervolume', () => {
  it.each([1, 2, 3, 4])('equals inclusion-exclusion over all subsets, in %d objectives', (objectives) => {
    const reference = Array.from({ length: objectives }, () => 8)
    fc.assert(
      fc.property(points(objectives, 7), (losses) => {
        let expected = 0
        for (let subset = 1; subset < 2 ** losses.length; subset++) {
          const members = losses.filter((_, i) => (subset >> i) & 1)
          const corner = reference.map((bound, k) =>
            Math.min(bound, Math.max(...members.map((point) => point[k] as number))),
          )
          const volume = corner.reduce((product, value, k) => product * ((reference[k] as number) - value), 1)
          expected += members.length % 2 === 1 ? volume : -volume
        }
        expect(hypervolume(losses, reference)).toBeCloseTo(expected, 9)
      }),
      { numRuns: 60 },
    )
  })
})
