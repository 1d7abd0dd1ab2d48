import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dominates } from '../../../main/search/pareto/dominance.ts'
import { epsilonNetOrder } from '../../../main/search/pareto/order.ts'
import { decideWith } from '../../../main/search/pruner.ts'
import { createPruner } from '../../../main/search/pruners/registry.ts'
import type { Direction, SearchTrial } from '../../../main/search/trial.ts'
import { frozen } from '../arbitraries.ts'

const both: readonly Direction[] = ['maximise', 'minimise']

/** Reports of accuracy at every epoch, and a number of parameters that stays what it is. */
const trial = (number: number, accuracies: readonly number[], parameters: number): SearchTrial => ({
  number,
  configuration: {},
  state: 'complete',
  values: [Math.max(...accuracies), parameters],
  intermediate: accuracies.map((accuracy, index) => [index + 1, accuracy] as const),
  others: accuracies.map(() => [parameters]),
})
const flat = (accuracy: number): number[] => Array.from({ length: 9 }, () => accuracy)

describe('order by dominance and epsilon net', () => {
  const points = fc.array(
    fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ max: 5 })), { minLength: 2, maxLength: 2 }),
    { maxLength: 20 },
  )
  it('holds every point once, and none before one that dominates it', () => {
    fc.assert(
      fc.property(points, (losses) => {
        const order = epsilonNetOrder(losses)
        expect([...order].sort((a, b) => a - b)).toEqual([...losses.keys()])
        for (const [place, i] of order.entries())
          for (const j of order.slice(place + 1))
            expect(dominates(losses[j] as number[], losses[i] as number[])).toBe(false)
      }),
    )
  })

  it('takes of one front the points that are farthest apart first', () => {
    const front = [
      [0, 10],
      [1, 9],
      [5, 4.5],
      [9, 1],
      [10, 0],
    ]
    // The least sum is in the middle, then come the ends.
    expect(epsilonNetOrder(front).slice(0, 3).sort()).toEqual([0, 2, 4])
  })
})

describe('pruning with several objectives', () => {
  // Larger networks are better: all of them are on the front. The last is worse than all in both.
  const history = [
    trial(0, flat(0.7), 100),
    trial(1, flat(0.8), 1000),
    trial(2, flat(0.9), 10_000),
    trial(3, flat(0.5), 20_000),
    trial(4, flat(0.45), 30_000),
  ]
  const running = (accuracy: number, parameters: number): SearchTrial => ({
    ...trial(5, [accuracy, accuracy, accuracy], parameters),
    state: 'running',
  })

  it.each(['asha', 'successiveHalving'])('%s stops what others dominate, and says which place it had', (name) => {
    const pruner = createPruner(name, { minEpochs: 3 })
    const decision = decideWith(pruner, running(0.6, 15_000), history, both)
    expect(decision).toMatchObject({ stop: true })
    if (decision.stop) expect(decision.because).toMatch(/^At epoch 3 it was number [3-6] of 6 trials by all objectives/)
  })

  it('lets a small network go on that a rule for accuracy alone would stop', () => {
    const pruner = createPruner('asha', { minEpochs: 3, reduction: 2 })
    const small = running(0.4, 10)
    expect(pruner.decide(small, history, 'maximise').stop).toBe(true)
    expect(decideWith(pruner, small, history, both).stop).toBe(false)
  })

  it('lets what is best in everything go on, and what nothing is known of', () => {
    for (const name of ['asha', 'successiveHalving', 'hyperband', 'none'])
      for (let number = 0; number < 12; number++) {
        const best = { ...running(0.95, 50), number: 100 + number }
        expect(decideWith(createPruner(name), best, history, both).stop).toBe(false)
        const silent: SearchTrial = { number: 50, configuration: {}, state: 'running', intermediate: [] }
        expect(decideWith(createPruner(name), silent, history, both).stop).toBe(false)
      }
  })

  it('stops what reports no numbers, and ranks an objective that is no number last', () => {
    const pruner = createPruner('asha', { minEpochs: 3 })
    const blind = decideWith(pruner, { ...running(Number.NaN, 1), others: [] }, history, both)
    expect(blind).toMatchObject({ stop: true, because: expect.stringMatching(/no numbers/) as string })
    expect(decideWith(pruner, running(Number.NaN, 15_000), history, both).stop).toBe(true)
  })

  it('decides the same each time, whatever was reported, and changes nothing', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity))
    const curve = fc.array(fc.tuple(value, value), { maxLength: 9 })
    const state = fc.constantFrom('complete' as const, 'pruned' as const, 'running' as const, 'failed' as const)
    fc.assert(
      fc.property(fc.array(fc.tuple(curve, state), { minLength: 1, maxLength: 15 }), (rows) => {
        const trials = rows.map(([reports, state], number): SearchTrial => ({
          number,
          configuration: {},
          state,
          intermediate: reports.map(([first], index) => [index + 1, first] as const),
          ...(number % 4 === 3 ? {} : { others: reports.map(([, second]) => [second]) }),
        }))
        for (const name of ['asha', 'successiveHalving', 'hyperband']) {
          const pruner = createPruner(name, { minEpochs: 1 })
          const decide = () => decideWith(pruner, frozen(trials.at(-1) as SearchTrial), frozen(trials), both)
          expect(decide()).toEqual(decide())
        }
      }),
      { numRuns: 150 },
    )
  })

  it.each(['median', 'percentile', 'extrapolation', 'patience', 'threshold'])(
    '%s refuses several, and names some that take them',
    (name) => {
      expect(() => decideWith(createPruner(name), running(0.4, 10), history, both)).toThrow(
        /pruner works on one objective\. Choose asha, hyperband, successiveHalving or none for several\./,
      )
    },
  )

  it('is what a pruner decides by itself with one objective', () => {
    const pruner = createPruner('median', { startupTrials: 2, minTrials: 2, warmupEpochs: 0 })
    const poor = running(0.4, 10)
    expect(decideWith(pruner, poor, history, ['maximise'])).toEqual(pruner.decide(poor, history, 'maximise'))
  })
})
