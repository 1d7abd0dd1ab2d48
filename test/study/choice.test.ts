import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../main/search/random/stream.ts'
import { chooseAmong, standingsOf } from '../../main/study/choice.ts'
import type { Candidate, ChoiceOptions } from '../../main/study/choice.ts'
import { probabilityOfBest } from '../../main/study/statistics/probability-of-best.ts'

const candidate = (
  trial: number,
  values: readonly (number | undefined)[],
  more: Partial<Candidate> = {},
): Candidate => ({
  trial,
  values,
  parameters: 100,
  seconds: 1,
  ...more,
})
const maximise: ChoiceOptions = { direction: 'maximise', rule: 'best' }
/** Five values about a middle; turned, so that those of two candidates do not rise and fall together. */
const around = (middle: number, spread = 0.01, turn = 0): number[] =>
  Array.from({ length: 5 }, (_, index) => middle + (((index * (turn + 1)) % 5) / 2 - 1) * spread)

describe('the choice among finalists', () => {
  it('is the best mean over fresh seeds, whichever way the objective goes', () => {
    const three = [candidate(1, around(0.8)), candidate(2, around(0.9)), candidate(3, around(0.7))]
    expect(chooseAmong(three, maximise)!.chosen).toBe(2)
    expect(chooseAmong(three, { ...maximise, direction: 'minimise' })!.chosen).toBe(3)
  })

  it('keeps the defaults unless another is better beyond noise', () => {
    const noisy = [candidate(5, around(0.81, 0.1)), candidate(0, around(0.8, 0.1), { isDefault: true })]
    expect(chooseAmong(noisy, maximise)).toMatchObject({ chosen: 0, leader: 5, againstDefault: 'not-beyond-noise' })
    const clear = [candidate(5, around(0.9)), candidate(0, around(0.8), { isDefault: true })]
    expect(chooseAmong(clear, maximise)).toMatchObject({ chosen: 5, againstDefault: 'beyond-noise' })
  })

  it('asks more of the best of many than of one', () => {
    const standard = candidate(0, [0.5, 0.47, 0.53, 0.46, 0.54], { isDefault: true })
    const other = candidate(1, [0.57, 0.51, 0.54, 0.58, 0.55])
    const weak = [2, 3, 4, 5].map((trial) => candidate(trial, [0.46, 0.4, 0.43, 0.47, 0.44]))
    const alone = chooseAmong([other, standard], maximise)!
    expect(alone.againstDefault).toBe('beyond-noise')
    const beside = Array.from({ length: 400 }, (_, index) => candidate(10 + index, weak[0]!.values))
    expect(chooseAmong([other, standard, ...beside], maximise)!.againstDefault).toBe('not-beyond-noise')
  })

  it('can be the simplest within one standard error', () => {
    const finals = [
      candidate(1, around(0.9, 0.05), { parameters: 1000 }),
      candidate(2, around(0.897, 0.05, 1), { parameters: 50, seconds: 3 }),
      candidate(3, around(0.896, 0.05, 2), { parameters: 50, seconds: 2 }),
      candidate(4, around(0.5, 0.05, 3), { parameters: 1 }),
    ]
    const choice = chooseAmong(finals, { ...maximise, rule: 'one-standard-error' })!
    expect(choice).toMatchObject({ chosen: 3, leader: 1, againstDefault: 'untested' })
  })

  it('names what cannot be told from the chosen one, and how probable each is to be the best', () => {
    const choice = chooseAmong(
      [candidate(1, around(0.9, 0.05)), candidate(2, around(0.89, 0.05, 1)), candidate(3, around(0.2, 0.05, 2))],
      maximise,
    )!
    const standings = standingsOf(choice)
    expect(standings.map(({ trial, tied }) => [trial, tied])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ])
    expect(standings[0]!.probabilityOfBest).toBeGreaterThan(0.5)
    expect(standings[2]!.probabilityOfBest).toBeLessThan(0.001)
    expect(standings[1]!.mean).toBeCloseTo(0.89, 10)
  })

  it('sees through what a split adds to all of them', () => {
    const splits = [0.3, -0.2, 0.1, -0.4, 0.2]
    const on = (trial: number, better: number, more: Partial<Candidate> = {}): Candidate =>
      candidate(
        trial,
        splits.map((split, index) => 0.5 + split + better + 0.004 * ((index * 7 + trial * 3) % 5)),
        more,
      )
    const choice = chooseAmong([on(1, 0.05), on(2, 0.01), on(0, 0, { isDefault: true })], maximise)!
    expect(choice).toMatchObject({ chosen: 1, againstDefault: 'beyond-noise' })
  })

  it('makes do with what has ended: one value tells the order, and none is left out', () => {
    const choice = chooseAmong(
      [candidate(1, [0.5, undefined]), candidate(2, [0.6]), candidate(3, [undefined])],
      maximise,
    )!
    expect(choice).toMatchObject({ chosen: 2, againstDefault: 'untested' })
    expect(standingsOf(choice)).toEqual([
      { trial: 2, mean: 0.6, tied: false },
      { trial: 1, mean: 0.5, tied: false },
    ])
    expect(chooseAmong([candidate(1, [])], maximise)).toBeUndefined()
  })

  it('knows networks that always score the same', () => {
    const same = [candidate(1, [1, 1, 1]), candidate(2, [1, 1, 1]), candidate(0, [0.9, 0.9, 0.9], { isDefault: true })]
    const choice = chooseAmong(same, maximise)!
    expect(choice).toMatchObject({ chosen: 1, againstDefault: 'beyond-noise' })
    expect(standingsOf(choice).map((standing) => standing.probabilityOfBest)).toEqual([0.5, 0.5, 0])
  })

  it('is never undefined, probabilities sum to 1 and minimising mirrors maximising', () => {
    const value = fc.option(fc.double({ min: -10, max: 10, noNaN: true }), { nil: undefined })
    const finals = fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(finals, (rows) => {
        const plain = rows.map((values, trial) => candidate(trial, values, { isDefault: trial === 0 }))
        const choice = chooseAmong(plain, maximise)
        if (rows.every((values) => values.every((one) => one === undefined))) {
          expect(choice).toBeUndefined()
          return
        }
        const mirrored = plain.map(({ values, ...rest }) => ({
          ...rest,
          values: values.map((one) => (one === undefined ? one : -one)),
        }))
        expect(chooseAmong(mirrored, { ...maximise, direction: 'minimise' })!.chosen).toBe(choice!.chosen)
        const sum = standingsOf(choice!).reduce((total, { probabilityOfBest: p = 0 }) => total + p, 0)
        if (choice!.entries[0]!.estimate.df > 0) expect(sum).toBeCloseTo(1, 6)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the probability of being the best', () => {
  it('is that of simulation', () => {
    const estimates = [
      { mean: 1, error: 0.5, df: 4 },
      { mean: 0.8, error: 0.3, df: 9 },
      { mean: 0, error: 1, df: 30 },
    ]
    const { normal } = randomStream(3, 0, 'test')
    const student = (df: number): number => {
      let squares = 0
      for (let index = 0; index < df; index++) squares += normal() ** 2
      return normal() / Math.sqrt(squares / df)
    }
    const wins = [0, 0, 0]
    const draws = 20_000
    for (let draw = 0; draw < draws; draw++) {
      const values = estimates.map(({ mean, error, df }) => mean + error * student(df))
      wins[values.indexOf(Math.max(...values))]!++
    }
    const found = probabilityOfBest(estimates)
    for (const [index, count] of wins.entries()) expect(Math.abs(found[index]! - count / draws)).toBeLessThan(0.012)
  })
})
