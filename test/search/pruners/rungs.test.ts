import { describe, expect, it } from 'vitest'
import { ashaPruner } from '../../../main/search/pruners/asha.ts'
import { bracketOf, hyperbandBrackets, hyperbandPruner } from '../../../main/search/pruners/hyperband.ts'
import { rungsBetween } from '../../../main/search/pruners/rungs.ts'
import { successiveHalvingPruner } from '../../../main/search/pruners/successive-halving.ts'
import type { Pruner } from '../../../main/search/pruner.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

/** A trial that reports its own number, so that lower numbers are better, for so many epochs. */
const trial = (
  number: number,
  epochs: number,
  value = number,
  state: SearchTrial['state'] = 'running',
): SearchTrial => ({
  number,
  configuration: {},
  state,
  intermediate: Array.from({ length: epochs }, (_, index) => [index + 1, value] as const),
})

/** Trains all trials in step, epoch by epoch, and returns how many epochs each got. */
function train(
  pruner: Pruner,
  values: readonly number[],
  epochs: number,
  before: readonly SearchTrial[] = [],
): number[] {
  const reached = values.map(() => 0)
  const stopped = values.map(() => false)
  for (let epoch = 1; epoch <= epochs; epoch++)
    for (const [index, value] of values.entries()) {
      if (stopped[index] === true) continue
      reached[index] = epoch
      const history = values.map((other, k) =>
        trial(100 + k, reached[k] as number, other, stopped[k] ? 'pruned' : 'running'),
      )
      const decision = pruner.decide(trial(100 + index, epoch, value), [...before, ...history], 'minimise')
      stopped[index] = decision.stop
    }
  return reached
}

describe('rungs', () => {
  it('lie at first times powers of the reduction, and are met once even where reports have gaps', () => {
    expect(rungsBetween(1, 3, 0, 100)).toEqual([1, 3, 9, 27, 81])
    expect(rungsBetween(2, 4, 8, 40)).toEqual([32])
    expect(rungsBetween(3, 3, 9, 26)).toEqual([])
  })
})

describe('ASHA', () => {
  it('keeps a ninth for nine epochs and a third for three, of nine trials that arrive best first', () => {
    // Best first is the order in which stopping equals synchronous halving: a later, worse trial never takes a place.
    const reached = train(ashaPruner({ minEpochs: 1, reduction: 3 }), [1, 2, 3, 4, 5, 6, 7, 8, 9], 9)
    // The first two at a rung go on without comparison (fewer than three have reached it).
    expect(reached).toEqual([9, 9, 1, 1, 1, 1, 1, 1, 1])
  })

  it('compares with all that have reached the rung, pruned ones included, and not with those below it', () => {
    const peers = [trial(1, 3, 1), trial(2, 3, 2, 'pruned'), trial(3, 2, 0), trial(4, 3, 9)]
    const pruner = ashaPruner({ minEpochs: 3, reduction: 2 })
    expect(pruner.decide(trial(9, 3, 1.5), peers, 'minimise').stop).toBe(false)
    expect(pruner.decide(trial(9, 3, 2.5), peers, 'minimise')).toEqual({
      stop: true,
      because: 'At epoch 3 its best value, 2.5, was number 3 of 4 trials; the best 2 go on.',
    })
  })

  it('decides only at rungs, and lets ties go on', () => {
    const peers = [1, 2, 3, 4].map((number) => trial(number, 9, 1))
    const pruner = ashaPruner({ minEpochs: 3, reduction: 3 })
    expect(pruner.decide(trial(9, 4, 99), peers, 'minimise').stop).toBe(false)
    expect(pruner.decide(trial(9, 3, 1), peers, 'minimise').stop).toBe(false)
    expect(pruner.decide(trial(9, 3, 1.01), peers, 'minimise').stop).toBe(true)
  })

  it('finds its first rung from the longest completed trial, and waits for one', () => {
    const running = [1, 2, 3].map((number) => trial(number, 20))
    expect(ashaPruner().decide(trial(9, 4), running, 'minimise').stop).toBe(false)
    const completed = [trial(0, 108, 0, 'complete'), ...running]
    expect(ashaPruner().decide(trial(9, 4), completed, 'minimise').stop).toBe(true)
    expect(ashaPruner().decide(trial(9, 3), completed, 'minimise').stop).toBe(false)
  })

  it('stops a trial of NaN alone at its first rung', () => {
    expect(ashaPruner({ minEpochs: 1 }).decide(trial(0, 1, Number.NaN), [], 'minimise').stop).toBe(true)
  })
})

describe('successive halving', () => {
  it('is strict at once: the second trial to reach a rung must be better than the first', () => {
    const pruner = successiveHalvingPruner({ minEpochs: 1 })
    expect(pruner.decide(trial(2, 1), [trial(1, 1)], 'minimise').stop).toBe(true)
    expect(ashaPruner({ minEpochs: 1, reduction: 4 }).decide(trial(2, 1), [trial(1, 1)], 'minimise').stop).toBe(false)
  })

  it('leaves out the first rungs at a higher early-stopping rate', () => {
    const reached = train(successiveHalvingPruner({ minEpochs: 1, reduction: 2, earlyStoppingRate: 2 }), [1, 2, 3], 10)
    expect(reached).toEqual([10, 4, 4])
  })
})

describe('Hyperband', () => {
  it('has the brackets of table 1 of the paper for 81 epochs and a reduction of 3', () => {
    expect(hyperbandBrackets(81, 3)).toEqual([
      { trials: 81, epochs: 1 },
      { trials: 34, epochs: 3 },
      { trials: 15, epochs: 9 },
      { trials: 8, epochs: 27 },
      { trials: 5, epochs: 81 },
    ])
    expect(hyperbandBrackets(243, 3)).toHaveLength(6)
  })

  it('gives brackets trials in proportion', () => {
    const brackets = hyperbandBrackets(81, 3)
    const counts = brackets.map(() => 0)
    for (let number = 0; number < 14_300; number++) {
      const index = bracketOf(brackets, number)
      counts[index] = (counts[index] as number) + 1
    }
    for (const [index, { trials }] of brackets.entries())
      expect(Math.abs((counts[index] as number) / 100 - trials)).toBeLessThan(4 * Math.sqrt(trials / 100))
  })

  it('compares within a bracket only, and never stops a trial of the gentlest one', () => {
    const brackets = hyperbandBrackets(9, 3)
    const numbers = Array.from({ length: 400 }, (_, number) => number)
    const of = (bracket: number): number[] => numbers.filter((number) => bracketOf(brackets, number) === bracket)
    const pruner = hyperbandPruner({ maxEpochs: 9, reduction: 3 })
    const peers = numbers.map((number) => trial(number, 9, bracketOf(brackets, number) === 0 ? 5 : 0, 'complete'))
    const [strict, gentle] = [of(0)[0] as number, of(2)[0] as number]
    expect(pruner.decide(trial(strict, 1, 4), peers, 'minimise').stop).toBe(false)
    expect(pruner.decide(trial(strict, 1, 6), peers, 'minimise').stop).toBe(true)
    expect(pruner.decide(trial(gentle, 8, 99), peers, 'minimise').stop).toBe(false)
  })
})
