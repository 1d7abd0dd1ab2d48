import { describe, expect, it } from 'vitest'
import { pruners } from '../../renderer/words/evaluation.ts'
import { paretoInWords, paretoRecord, paretoTable, type ParetoAxis } from '../../renderer/charts/pareto/data.ts'
import { furtherAxis } from '../../renderer/state/brush.ts'
import { valueOf } from '../../renderer/state/columns.ts'
import { select } from '../../renderer/state/mask.ts'
import { goalInWords } from '../../renderer/words/objectives.ts'
import { createPruner } from '../../main/search/pruners/registry.ts'
import type { TrialRow } from '../../preload/contract/types.ts'

const row = (number: number, values: readonly (number | null)[], state: TrialRow['state'] = 'complete'): TrialRow => ({
  number,
  state,
  origin: 'sampler',
  configuration: [],
  values,
  epochs: 1,
  seconds: 1,
  ...(typeof values[0] === 'number' ? { value: values[0] } : {}),
})

const up: ParetoAxis = { place: 0, objective: { metric: 'accuracy', direction: 'maximise' } }
const across: ParetoAxis = { place: 1, objective: { metric: 'parameters', direction: 'minimise' } }
const rows = [
  row(0, [0.9, 100]),
  row(1, [0.8, 50]),
  row(2, [0.7, 80]),
  row(3, [0.95, 400]),
  row(4, [0.99, 10], 'pruned'),
  row(5, [0.6, null], 'running'),
  row(6, [0.9, 100]),
]

describe('the plot of a front', () => {
  it('has on the front what nothing complete beats, equal trials alike, and steps along what they dominate', () => {
    const record = paretoRecord(rows, across, up, undefined)
    expect(record.points.filter(({ onFront }) => onFront).map(({ trial }) => trial)).toEqual([0, 1, 3, 6])
    expect(record.points.find(({ trial }) => trial === 4)).toMatchObject({ state: 'pruned', onFront: false })
    expect(record.without).toBe(1)
    // From the smallest to the most accurate, each corner as bad as the worse of its neighbours in both.
    expect(record.steps.slice(0, 3)).toEqual([
      [50, 0.8],
      [100, 0.8],
      [100, 0.9],
    ])
    expect(record.steps.at(-2)).toEqual([400, 0.9])
    expect(paretoInWords(record)).toContain('4 of 5 complete trials')
    expect(paretoTable(record).rows).toContainEqual([2, 'complete', 80, 0.7, false])
  })

  it('is the same front with the axes changed over', () => {
    const members = (a: ParetoAxis, b: ParetoAxis) =>
      paretoRecord(rows, a, b, undefined).points.flatMap(({ trial, onFront }) => (onFront ? [trial] : []))
    expect(members(up, across)).toEqual(members(across, up))
  })

  it('puts fresh seeds at their mean with the interval of each objective, and leaves out what has no value', () => {
    const member = { trial: 3, againstDefault: 'trade-off' as const }
    const value = { mean: 0.94, low: 0.93, high: 0.95, seeds: 5 }
    const verdict = {
      members: [
        { ...member, values: [value, { mean: 400, seeds: 5 }] },
        { ...member, trial: 1, values: [value, null] },
      ],
      baselines: [],
      unbeaten: [],
    }
    expect(paretoRecord(rows, across, up, verdict).confirmed).toEqual([
      { name: 'trial 3', trial: 3, x: [400, 400, 400], y: [0.94, 0.93, 0.95] },
    ])
  })
})

describe('a further objective in the explorer', () => {
  it('is a column that can be brushed', () => {
    expect(valueOf(rows[1]!, furtherAxis(1), -1)).toBe(50)
    const filter = { hidden: [], brushes: { [furtherAxis(1)]: [{ high: 60 }] } }
    expect([...select(rows, [], filter)]).toEqual([1, 4])
  })

  it('is named by what is better', () => {
    expect(goalInWords([up.objective, across.objective])).toBe('Highest validation accuracy, fewest parameters.')
  })

  it('offers the pruners that main takes with several objectives, and no others', () => {
    for (const [name, { several = false }] of Object.entries(pruners))
      expect([name, createPruner(name).decideByDominance !== undefined]).toEqual([name, several])
  })
})
