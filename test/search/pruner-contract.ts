import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pruner } from '../../main/search/pruner.ts'
import type { Direction, SearchTrial, TrialState } from '../../main/search/trial.ts'
import { frozen } from './arbitraries.ts'

const value = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
)
const state = fc.constantFrom<TrialState>('complete', 'complete', 'pruned', 'failed', 'running', 'queued', 'cancelled')

function trialsOf(length: number): fc.Arbitrary<SearchTrial[]> {
  const curve = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 12 }).chain((epochs) => {
    const ascending = [...epochs].sort((a, b) => a - b)
    return fc.tuple(...ascending.map((epoch) => value.map((seen) => [epoch, seen] as const)))
  })
  return fc.array(fc.tuple(state, curve), { maxLength: length }).map((rows) =>
    rows.map(([state, intermediate], number): SearchTrial => {
      const last = intermediate.at(-1)
      return {
        number,
        configuration: {},
        state,
        intermediate,
        ...(last && state === 'complete' ? { values: [last[1]] } : {}),
      }
    }),
  )
}

const negated = (trial: SearchTrial): SearchTrial => ({
  ...trial,
  ...(trial.values ? { values: trial.values.map((seen) => -seen) } : {}),
  intermediate: trial.intermediate.map(([epoch, seen]) => [epoch, -seen] as const),
})

/** What every pruner must keep, whatever the curves. */
export function describePruner(name: string, make: () => Pruner): void {
  const decide = (trial: SearchTrial, history: readonly SearchTrial[], direction: Direction) =>
    make().decide(frozen(trial), frozen(history), frozen(direction))

  describe(`pruner ${name}`, () => {
    it('decides after any history, the same each time, with a sentence when it stops', () => {
      fc.assert(
        fc.property(trialsOf(20), trialsOf(1), fc.boolean(), (history, [running], maximise) => {
          const trial: SearchTrial = { ...(running ?? emptyTrial), number: 20, state: 'running' }
          const direction = maximise ? 'maximise' : 'minimise'
          const decision = decide(trial, [...history, trial], direction)
          if (decision.stop) expect(decision.because).toMatch(/\.$/)
          expect(decide(trial, [...history, trial], direction)).toEqual(decision)
        }),
        { seed: 3, numRuns: 300 },
      )
    })

    it('maximises f exactly as it minimises -f', () => {
      fc.assert(
        fc.property(trialsOf(20), trialsOf(1), (history, [running]) => {
          const trial: SearchTrial = { ...(running ?? emptyTrial), number: 20, state: 'running' }
          const upwards = decide(trial, [...history, trial], 'maximise')
          const downwards = decide(negated(trial), [...history, trial].map(negated), 'minimise')
          expect(upwards.stop).toBe(downwards.stop)
        }),
        { seed: 5, numRuns: 200 },
      )
    })

    it('lets the only trial go on, and one that is best so far', () => {
      const curve = (level: number): [number, number][] =>
        Array.from({ length: 20 }, (_, index) => [index + 1, level - index / 100])
      const best: SearchTrial = { number: 12, configuration: {}, state: 'running', intermediate: curve(0) }
      expect(decide(best, [best], 'minimise').stop).toBe(false)
      const others = Array.from({ length: 12 }, (_, number): SearchTrial => ({
        number,
        configuration: {},
        state: 'complete',
        values: [number + 1],
        intermediate: curve(number + 1),
      }))
      for (let epochs = 1; epochs <= 20; epochs++) {
        const sofar = { ...best, intermediate: best.intermediate.slice(0, epochs) }
        expect(decide(sofar, [...others, sofar], 'minimise').stop).toBe(false)
      }
    })

    it('lets a trial without any report go on', () => {
      expect(decide(emptyTrial, [emptyTrial], 'minimise').stop).toBe(false)
    })
  })
}

const emptyTrial: SearchTrial = { number: 0, configuration: {}, state: 'running', intermediate: [] }
