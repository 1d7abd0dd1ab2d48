import { describe, expect, it } from 'vitest'
import { splitOf } from '../../main/app/assignment.ts'
import type { Dataset } from '../../main/data/dataset.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import type { SplitSelection } from '../../main/data/reference.ts'
import { splitRows } from '../../main/data/split/split.ts'
import { searchRun } from '../../main/study/protocol.ts'
import type { EvaluationProtocol } from '../../main/study/protocol.ts'
import type { StudyDefinition } from '../../main/study/study.ts'
import { dataset, numbers, range, words } from './small-datasets.ts'

const rows = 120
const colours = ['red', 'green', 'blue', 'white']

/** Numbers with gaps, categories, a class, a group and a moment for every row; those that are asked for are different. */
function things(changed: (row: number) => boolean, keepTargets: boolean): Dataset {
  const wave = (row: number) => Math.sin(row * 12.9898) * 100
  const value = (row: number) => (changed(row) ? 1e6 + row : row % 7 === 0 ? NaN : wave(row))
  const colour = (row: number) => (changed(row) ? 3 : row % 3)
  const target = (row: number) => (changed(row) && !keepTargets ? 1 - (row % 2) : row % 2)
  return dataset(
    [numbers('size', Array.from(range(rows), value), true), words('colour', colours, Array.from(range(rows), colour))],
    Int32Array.from(range(rows), target),
    {
      keys: new Map([
        ['site', Float64Array.from(range(rows), (row) => Math.floor(row / 5))],
        ['day', Float64Array.from(range(rows), (row) => (row * 37) % rows)],
      ]),
    },
  )
}

const protocol = (changes: Partial<EvaluationProtocol>): EvaluationProtocol => ({
  kind: 'kfold',
  folds: 4,
  by: 'stratified',
  sealed: 0.2,
  repeats: 1,
  splitSeed: 7,
  confirm: { top: 0, seeds: 0 },
  ...changes,
})

/** What the runs of a trial are given, as a study gives it. */
const selectionsOf = (evaluation: EvaluationProtocol, count: number, trial = 3): SplitSelection[] =>
  Array.from({ length: count }, (_, index) =>
    splitOf({ protocol: evaluation } as StudyDefinition, searchRun(evaluation, 1, trial, index)),
  )

const kinds: Record<string, SplitSelection[]> = {
  'stratified k-fold': selectionsOf(protocol({}), 4),
  'grouped k-fold': selectionsOf(protocol({ by: 'group', column: 'site' }), 4),
  'k-fold in time order': selectionsOf(protocol({ by: 'time', column: 'day' }), 4),
  'repeated k-fold': selectionsOf(protocol({ by: 'random', repeats: 2, reshuffle: 'repeats' }), 8),
  'a split for each trial': selectionsOf(protocol({ kind: 'holdout', validationShare: 0.25, reshuffle: 'trials' }), 1),
  'shares of the rows': selectionsOf(
    protocol({ kind: 'holdout', validationShare: 0.25, fidelity: 'rows', shares: [1 / 9, 1 / 3, 1] }),
    3,
  ),
}

describe('what is held out', () => {
  it.each(Object.entries(kinds))('never reaches training: %s', (_, selections) => {
    for (const selection of selections) {
      // Strata are those of the targets: with other targets there is another split.
      const keepTargets = selection.by === 'stratified'
      const original = things(() => false, keepTargets)
      const { train, sealed } = splitRows(original, selection)
      const trains = new Set(train)
      const changed = things((row) => !trains.has(row), keepTargets)
      const [before, after] = [original, changed].map((data) => prepareTrainingData(data, selection))
      expect(sealed.length).toBeGreaterThan(10)
      expect(after?.train.count).toBe(train.length)
      // Bit by bit: inputs, targets, and all that was fitted.
      expect(Buffer.from(after!.train.inputs.buffer)).toEqual(Buffer.from(before!.train.inputs.buffer))
      expect(after?.train.targets).toEqual(before?.train.targets)
      expect(after?.preprocessing).toBe(before?.preprocessing)
      expect(after?.validation.inputs).not.toEqual(before?.validation.inputs)
    }
  })

  it('is divided anew for each repeat, or for each trial, and otherwise never; what is sealed stays sealed', () => {
    const all = things(() => false, true)
    const parts = (selections: readonly SplitSelection[]) => selections.map((selection) => splitRows(all, selection))
    const held = (selections: readonly SplitSelection[]) =>
      parts(selections).map(({ validation }) => [...validation].join())
    const repeated = kinds['repeated k-fold']!
    expect(new Set(held(repeated)).size).toBe(8)
    for (const repeat of [repeated.slice(0, 4), repeated.slice(4)])
      expect(
        parts(repeat)
          .flatMap(({ validation }) => [...validation])
          .sort((a, b) => a - b),
      ).toEqual(
        parts(repeat.slice(0, 1))
          .flatMap(({ train, validation }) => [...train, ...validation])
          .sort((a, b) => a - b),
      )
    const fixed = protocol({ kind: 'holdout', validationShare: 0.25, repeats: 2 })
    expect(new Set([...held(selectionsOf(fixed, 2, 1)), ...held(selectionsOf(fixed, 2, 2))]).size).toBe(1)
    const own = { ...fixed, reshuffle: 'trials' as const }
    expect(new Set([...held(selectionsOf(own, 2, 1)), ...held(selectionsOf(own, 2, 2))]).size).toBe(4)
    const sealed = [repeated, selectionsOf(own, 2, 1)].map(
      (some) => new Set(parts(some).map((part) => part.sealed.join())),
    )
    expect(sealed.map((some) => some.size)).toEqual([1, 1])
  })

  it('leaves a share of the rows that larger shares hold too, with the same mix of classes', () => {
    const all = things(() => false, true)
    const [whole, third, ninth] = kinds['shares of the rows']!.map((selection) => splitRows(all, selection))
    const within = (small: Int32Array, large: Int32Array) => small.every((row) => large.includes(row))
    expect(within(ninth!.train, third!.train) && within(third!.train, whole!.train)).toBe(true)
    expect(third?.train.length).toBe(Math.round(whole!.train.length / 3))
    expect(third?.validation).toEqual(whole?.validation)
    for (const part of [third!, ninth!])
      expect(Math.abs(2 * part.train.filter((row) => row % 2 === 0).length - part.train.length)).toBeLessThanOrEqual(2)
  })

  it('leaves of rows in time order the newest', () => {
    const all = things(() => false, true)
    const selection: SplitSelection = {
      ...kinds['k-fold in time order']![3]!,
      protocol: { kind: 'holdout', validationShare: 0.25 },
    }
    const whole = splitRows(all, selection)
    const some = splitRows(all, { ...selection, trainShare: 0.25 })
    const day = (row: number) => all.keys.get('day')![row]!
    const kept = new Set(some.train)
    const [left, dropped] = [whole.train.filter((row) => kept.has(row)), whole.train.filter((row) => !kept.has(row))]
    expect(Math.min(...Array.from(left, day))).toBeGreaterThan(Math.max(...Array.from(dropped, day)))
  })
})
