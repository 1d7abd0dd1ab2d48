import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../main/study/choice.ts'
import { raceRounds } from '../../main/study/race.ts'

const options = { direction: 'maximise', rule: 'best' } as const
const race = { seeds: 5, most: 8, workers: 2 }
const wave = (middle: number, count: number, turn = 0): number[] =>
  Array.from({ length: count }, (_, index) => middle + (((index * (turn + 1)) % 5) / 2 - 1) * 0.01)
const candidate = (trial: number, values: readonly number[]): Candidate => ({
  trial,
  values,
  parameters: 1,
  seconds: 1,
})
const roundsOf = (candidates: readonly Candidate[], more: Partial<typeof race> = {}) =>
  raceRounds(candidates, options, { ...race, ...more }, (trial, index) => {
    const own = candidates.find((one) => one.trial === trial)!
    return index < own.values.length
  })

describe('the race of finalists', () => {
  it('goes on with those that cannot be told from the leader, and leaves the others where they are', () => {
    const three = [candidate(1, wave(0.9, 5)), candidate(2, wave(0.901, 5, 1)), candidate(3, wave(0.5, 5, 2))]
    expect(roundsOf(three)).toEqual([{ trials: [2, 1], from: 5, to: 6 }])
  })

  it('is over where the leader stands alone', () => {
    const clear = [candidate(1, wave(0.9, 5)), candidate(2, wave(0.7, 5, 1)), candidate(3, wave(0.5, 5, 2))]
    expect(roundsOf(clear)).toEqual([])
  })

  it('waits until all of a round have ended, and ends when each has had the most', () => {
    const waiting = [candidate(1, wave(0.9, 6)), candidate(2, wave(0.901, 5, 1)), candidate(3, wave(0.5, 5, 2))]
    expect(roundsOf(waiting)).toHaveLength(1)
    const whole = [candidate(1, wave(0.9, 8)), candidate(2, wave(0.901, 8, 1)), candidate(3, wave(0.5, 5, 2))]
    expect(roundsOf(whole).map(({ from, to }) => [from, to])).toEqual([
      [5, 6],
      [6, 7],
      [7, 8],
    ])
    expect(roundsOf(whole.slice(0, 2), { most: 5 })).toEqual([])
  })

  it('has rounds long enough to keep all workers busy', () => {
    const two = [candidate(1, wave(0.9, 5)), candidate(2, wave(0.901, 5, 1))]
    expect(roundsOf(two, { workers: 6 })).toEqual([{ trials: [2, 1], from: 5, to: 8 }])
  })

  it('does not look at what came later: a round follows from the rounds before it', () => {
    const [first] = roundsOf([candidate(1, wave(0.9, 5)), candidate(2, wave(0.901, 5, 1))])
    const later = [candidate(1, [...wave(0.9, 5), 0.1]), candidate(2, [...wave(0.901, 5, 1), 0.99])]
    expect(roundsOf(later)[0]).toEqual(first)
  })
})
