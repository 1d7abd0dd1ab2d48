import { describe, expect, it } from 'vitest'
import { ashaPruner } from '../../main/search/pruners/asha.ts'
import { noPruner } from '../../main/search/pruners/none.ts'
import { StudyCore } from '../../main/study/core.ts'
import { frontOf, thinnedFront } from '../../main/study/front.ts'
import { frontVerdictOf } from '../../main/study/front-verdict.ts'
import { hypervolumeOf } from '../../main/study/hypervolume.ts'
import { lineProblem } from '../../main/study/journal-check.ts'
import { modelsToKeep, wouldKeep } from '../../main/study/selection.ts'
import { asSearchTrial } from '../../main/study/trial.ts'
import type { StudyDefinition } from '../../main/study/study.ts'
import { definition, rules } from './definition.ts'
import { drive, type World } from './drive.ts'

const unpruned = { ...rules, pruner: noPruner() }

const study = (overrides: Partial<StudyDefinition> = {}): StudyDefinition =>
  definition({
    furtherObjectives: [{ metric: 'parameters', direction: 'minimise' }],
    budget: { trials: 6 },
    keepModels: 3,
    ...overrides,
  })

/** Larger x: more accurate, and more than proportionally larger. Wobbles a little from seed to seed. */
const world: World = {
  suggestions: [0.2, 0.9, 0.6, 0.1, 0.3],
  epochs: 2,
  parameters: ({ configuration, plan }) =>
    plan.purpose === 'constant' ? 2 : Math.round(1000 * Number(configuration['x']) ** 2),
  accuracy: ({ configuration, plan, trial }, epoch) => {
    if (plan.purpose === 'constant') return 0.1 + 0.001 * (plan.seed % 3)
    // Trial 3 is as large as it is useless.
    if (trial === 3) return 0.2 + 0.01 * epoch
    return 0.5 + 0.4 * Number(configuration['x']) + 0.01 * epoch + 0.0005 * (plan.seed % 5)
  },
}

const confirming = {
  ...study().protocol,
  confirm: { top: 5, seeds: 3, defaults: true, winner: 5, baselines: ['constant'] as const },
}

describe('a study with several objectives', () => {
  it('gives a trial one value for each, in the order asked for, and the further ones at every epoch', () => {
    const { core } = drive(study(), unpruned, world)
    const trial = core.state.trials[1]!
    expect(trial.values).toEqual([trial.intermediate.at(-1)![1], 40])
    expect(asSearchTrial(trial).others).toEqual([[40], [40]])
  })

  it('adds up what time an epoch has taken so far, and knows no latency before the end', () => {
    const furtherObjectives = [
      { metric: 'seconds', direction: 'minimise' as const },
      { metric: 'latency', direction: 'minimise' as const },
    ]
    const { core } = drive(study({ furtherObjectives, budget: { trials: 1 } }), unpruned, world)
    expect(core.state.trials[0]!.others).toEqual([
      [1, NaN],
      [2, NaN],
    ])
    // The world above measures no latency: a trial that lacks an objective has failed, and says which.
    expect(core.state.trials[0]).toMatchObject({
      state: 'failed',
      failure: { message: expect.stringContaining('latency') },
    })
  })

  it('has the trials that none dominates as its front, the most accurate first, and chooses none of them', () => {
    const { core } = drive(study(), unpruned, world)
    expect(core.state.status).toBe('finished')
    expect(frontOf(core.state).map(({ number }) => number)).toEqual([2, 0, 5, 1, 4])
    expect(core.state.chosen).toBeUndefined()
    expect(core.state.because).toBe('The search is over.')
  })

  it('keeps the networks that cover its front rather than the best in one objective', () => {
    const { core } = drive(study({ keepModels: 2 }), unpruned, world)
    const cover = thinnedFront(core.state, 2).map(({ number }) => number)
    expect(cover).toEqual([0, 5])
    expect(modelsToKeep(core.state)).toEqual([0, 5])
    expect(wouldKeep(core.state, 9, [0.51, 5])).toBe(true)
    expect(wouldKeep(core.state, 9, [0.3, 900])).toBe(false)
  })

  it('is the same study when its journal is read back', () => {
    const { core, lines } = drive(study({ protocol: confirming }), unpruned, world)
    const stored = lines.map((line) => JSON.parse(JSON.stringify(line)) as (typeof lines)[number])
    expect(stored.map(lineProblem).filter(Boolean)).toEqual([])
    const again = StudyCore.replay(study({ protocol: confirming }), unpruned, stored)
    expect(again.state).toEqual(core.state)
    expect(again.state.trials[2]!.others).toEqual([[810], [810]])
    expect(frontVerdictOf(again.state)).toEqual(frontVerdictOf(core.state))
  })

  it('reads the journal of an earlier version, whose trainings do not say how large their network is', () => {
    const { lines } = drive(study(), unpruned, world)
    const older = lines.map((line) => (line.type === 'began' ? { ...line, size: undefined } : line))
    const stored = JSON.parse(JSON.stringify(older)) as typeof lines
    const { state } = StudyCore.replay(study(), unpruned, stored)
    expect(state.trials[1]!.others).toEqual([[NaN], [NaN]])
    expect(state.trials[1]!.values![1]).toBe(40)
  })

  it('prunes by dominance: what is worse in all than what came before it stops, a small network with little accuracy goes on', () => {
    const pruned = (of: StudyDefinition) =>
      drive(of, { ...unpruned, pruner: ashaPruner({ minEpochs: 1, reduction: 2 }) }, { ...world, epochs: 4 }).core.state
    const state = pruned(study())
    expect(state.trials[3]).toMatchObject({ state: 'pruned' })
    expect(state.trials[3]!.prunedBecause).toContain('by all objectives together')
    expect(asSearchTrial(state.trials[3]!).values).toHaveLength(2)
    // A network smaller and less accurate than the defaults: stopped where accuracy alone counts.
    expect(state.trials[1]!.state).toBe('complete')
    expect(pruned(definition({ budget: { trials: 6 } })).trials[1]!.state).toBe('pruned')
  })

  it('confirms what covers the front, beside the defaults, and gives each an interval for every objective', () => {
    const { core, lines } = drive(study({ protocol: confirming }), unpruned, world)
    const stage = lines.find((line) => line.type === 'stage' && line.stage === 'confirmation')
    expect(stage).toMatchObject({ finalists: expect.arrayContaining([0, 2, 4]) })
    // Nothing is chosen by fresh seeds, so nothing needs a second set.
    expect(lines.some((line) => line.type === 'start' && line.run.startsWith('verification'))).toBe(false)
    const verdict = frontVerdictOf(core.state)!
    const largest = verdict.members.find(({ trial }) => trial === 2)!
    expect(largest.values[0]!.seeds).toBe(3)
    expect(largest.values[0]!.low).toBeLessThan(largest.values[0]!.mean)
    expect(largest.values[1]).toMatchObject({ mean: 810, low: 810, high: 810 })
    expect(largest.againstDefault).toBe('trade-off')
    expect(verdict.members.find(({ trial }) => trial === 0)!.againstDefault).toBe('untested')
  })

  it('calls better than the defaults what is better beyond noise in one objective and worse in none', () => {
    const smaller: World = {
      ...world,
      // As accurate as the defaults within the wobble, with fewer parameters.
      accuracy: (start, epoch) =>
        start.plan.purpose === 'constant' || start.trial === 3
          ? world.accuracy(start, epoch)
          : 0.7 + 0.01 * epoch + 0.0005 * (start.plan.seed % 5),
    }
    const { core } = drive(study({ protocol: confirming }), unpruned, smaller)
    const verdict = frontVerdictOf(core.state)!
    const smallest = verdict.members.find(({ trial }) => trial === 4)!
    expect(smallest.againstDefault).toBe('better')
    expect(smallest.values[0]!.gain!.low).toBeLessThan(0)
    expect(verdict.members.find(({ trial }) => trial === 0)!.dominatedBy).toBeDefined()
    expect(verdict.unbeaten).toEqual([])
  })

  it('does not call better what is smaller and varies so wildly that it cannot be told from the defaults', () => {
    const wild: World = {
      ...world,
      accuracy: (start, epoch) =>
        start.trial === 4 && start.plan.purpose === 'confirmation'
          ? [0.9, 0.2, 0.4][start.plan.index]!
          : world.accuracy(start, epoch),
    }
    const { core } = drive(study({ protocol: confirming }), unpruned, wild)
    const member = frontVerdictOf(core.state)!.members.find(({ trial }) => trial === 4)!
    expect(member.values[0]!.gain!.p).toBeGreaterThan(0.05)
    expect(member.againstDefault).toBe('trade-off')
  })

  it('says that nothing was beaten where larger networks gain nothing', () => {
    const useless: World = {
      ...world,
      suggestions: [0.9, 0.8, 0.7],
      accuracy: ({ plan }) => 0.1 + 0.002 * (plan.seed % 4),
    }
    const { core } = drive(study({ protocol: confirming, budget: { trials: 4 } }), unpruned, useless)
    expect(frontVerdictOf(core.state)!.unbeaten).toEqual(['defaults', 'constant'])
  })

  it('opens the test set for what it confirmed of the front', () => {
    const { core, send } = drive(study({ protocol: confirming }), unpruned, world)
    send({ type: 'open-test' })
    expect(core.state.test!.scored).toEqual(core.state.finalists)
    expect(core.state.status).toBe('finished')
    const scored = core.state.trials.filter(({ runs }) =>
      runs.some(({ name, result }) => name === 'test/0' && result?.test),
    )
    expect(scored.map(({ number }) => number)).toEqual([...core.state.finalists].sort((a, b) => a - b))
  })

  it('measures how much the trials dominate: never less with more of them, in a box that the defaults are in', () => {
    const { core } = drive(study(), unpruned, world)
    const { reference, steps } = hypervolumeOf(core.state)!
    const shares = steps.map(([, share]) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeGreaterThan(shares[0]!)
    expect(shares.at(-1)).toBeLessThan(1)
    const [accuracy, parameters] = reference as [number, number]
    for (const { values } of [...frontOf(core.state), core.state.trials[0]!]) {
      expect(values![0]).toBeGreaterThan(accuracy)
      expect(values![1]).toBeLessThan(parameters)
    }
    // By hand: every trial of the front adds the rectangle between it and the next.
    const front = frontOf(core.state).map(({ values }) => values as [number, number])
    const [best, smallest] = [Math.max(...front.map(([a]) => a)), Math.min(...front.map(([, p]) => p))]
    let area = 0
    let right = parameters
    for (const [a, p] of front) {
      area += (right - p) * (a - accuracy)
      right = p
    }
    expect(shares.at(-1)).toBeCloseTo(area / ((best - accuracy) * (parameters - smallest)), 10)
  })
})
