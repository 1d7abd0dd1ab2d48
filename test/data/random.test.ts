import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, shuffle, xoshiro128 } from '../../main/data/random.ts'

describe('the random numbers of splits', () => {
  it('are those of the published xoshiro128**', () => {
    // The reference values of the rand_xoshiro crate, made with the authors' C code from the state 1, 2, 3, 4.
    const next = xoshiro128(Uint32Array.of(1, 2, 3, 4))
    const first = Array.from({ length: 6 }, () => next())
    expect(first).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492])
  })

  it('are the same for the same seed, and others for a seed that differs in its highest bits, and for another stream', () => {
    const draws = (seed: number, stream?: number) => {
      const random = createRandom(seed, stream)
      return Array.from({ length: 8 }, () => random.below(2 ** 32))
    }
    expect(draws(5)).toEqual(draws(5))
    expect(draws(5 + 2 ** 40)).not.toEqual(draws(5))
    expect(draws(5, 1)).not.toEqual(draws(5, 2))
  })

  it('stay below the bound and reach every number below it about equally often', () => {
    const random = createRandom(1)
    const counts = new Array<number>(7).fill(0)
    for (let draw = 0; draw < 70_000; draw++) counts[random.below(7)]!++
    // Six standard deviations of a binomial with n = 70,000 and p = 1/7.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(6 * Math.sqrt(70_000 * (1 / 7) * (6 / 7)))
  })

  it('shuffle without losing or doubling a row', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), fc.integer(), (rows, seed) => {
        const shuffled = shuffle(Int32Array.from(rows), createRandom(seed))
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...rows].sort((a, b) => a - b))
      }),
    )
  })
})
