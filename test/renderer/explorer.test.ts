import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { TrialRow } from '../../preload/contract/types.ts'
import { correlations, spearman } from '../../renderer/charts/correlation/data.ts'
import { distributionOf } from '../../renderer/charts/distribution/data.ts'
import { toCsv } from '../../renderer/charts/frame/plot-table.ts'
import { zoomed } from '../../renderer/charts/frame/zoom.ts'
import { runningMean } from '../../renderer/charts/history/running.ts'
import { levelsOf, tiedWithBest } from '../../renderer/charts/levels/data.ts'
import { parallelAxes } from '../../renderer/charts/parallel/axes.ts'
import { createLineRaster, readSum } from '../../renderer/charts/parallel/line-raster.ts'
import { merged, moved, ordered, shownKeys } from '../../renderer/charts/parallel/order.ts'
import { ranksOf } from '../../renderer/charts/rank/data.ts'
import { timelineOf } from '../../renderer/charts/timeline/data.ts'
import { fromPlace, placeOf } from '../../renderer/charts/what-if/places.ts'
import { noFilter, scoreAxis } from '../../renderer/state/brush.ts'
import { firstLook, readLook, writeLook } from '../../renderer/state/look.ts'
import { numbersOn, select, selectedOf, trialsOf, wholeOf } from '../../renderer/state/mask.ts'
import { endedBy } from '../../renderer/state/replay.ts'

const row = (number: number, value: number | undefined, more: Partial<TrialRow> = {}): TrialRow => ({
  number,
  state: value === undefined ? 'failed' : 'complete',
  origin: 'sampler',
  configuration: [number, number % 2 === 0 ? 'a' : 'b'],
  epochs: 3,
  seconds: 1,
  ...(value === undefined ? {} : { value }),
  ...more,
})
const names = ['size', 'kind']
const rows = [row(0, 0.5), row(1, 0.9), row(2, undefined), row(3, 0.7), row(4, 0.7)]

describe('lines added up by pixel', () => {
  const line = fc.tuple(fc.float({ min: 0, max: 29, noNaN: true }), fc.float({ min: 0, max: 29, noNaN: true }))
  test('leave exactly nothing when they are all taken away again, in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, fc.integer({ min: 0, max: 63 }), fc.integer({ min: 1, max: 64 })), { maxLength: 40 }),
        (lines) => {
          const raster = createLineRaster(50, 30, [2, 47], 1)
          for (const [ys, tone, weight] of lines) raster.add(ys, 0, tone, weight, 1)
          for (const [ys, tone, weight] of lines.toReversed()) raster.add(ys, 0, tone, weight, -1)
          expect(raster.layers[0]?.every((sum) => sum === 0)).toBe(true)
        },
      ),
    )
  })
  test('cross every column, and the mean of their tones is weighted', () => {
    const raster = createLineRaster(50, 30, [0, 49], 1)
    raster.add([10, 10], 0, 60, 3, 1)
    raster.add([10, 10], 0, 20, 1, 1)
    for (let x = 1; x < 49; x += 1) {
      const column = Array.from({ length: 30 }, (_, y) => raster.layers[0]?.[x * 30 + y] ?? 0)
      const on = column.filter((sum) => sum > 0)
      expect(on.length).toBeGreaterThan(0)
      expect(readSum(on[0] ?? 0).tone).toBeCloseTo((3 * 60 + 20) / 4)
    }
  })
})

describe('the whole and the selection', () => {
  const trials = trialsOf(rows, names, 'maximise')
  test('keeping and excluding are steps, and the best share is of what is left', () => {
    const keep = { ...noFilter, steps: [{ act: 'keep' as const, brushes: { kind: [{ choices: ['b'] }] }, hidden: [] }] }
    expect([...numbersOn(wholeOf(trials, keep))]).toEqual([1, 3])
    const without = { ...keep, steps: [{ ...keep.steps[0]!, act: 'exclude' as const }] }
    expect([...numbersOn(wholeOf(trials, without))]).toEqual([0, 2, 4])
    expect([...numbersOn(selectedOf(trials, { ...without, top: 0.5 }, wholeOf(trials, without)))]).toEqual([4])
  })
  test('the best share is by direction, ties are in, and what has no final score is out', () => {
    expect([...select(rows, names, { ...noFilter, top: 0.5 })]).toEqual([1, 3, 4])
    const minimise = trialsOf(rows, names, 'minimise')
    expect([...numbersOn(selectedOf(minimise, { ...noFilter, top: 0.25 }, wholeOf(minimise, noFilter)))]).toEqual([0])
  })
  test('a replay shows what had ended, by the time it ended', () => {
    const timed = [row(0, 1, { endedAt: 9 }), row(1, 1, { endedAt: 3 }), row(2, 1, { state: 'running' })]
    expect([...endedBy(timed, 1)]).toEqual([0, 1, 0])
    expect([...endedBy(timed, 9)]).toEqual([1, 1, 0])
  })
})

describe('a look in the address', () => {
  const look = {
    ...firstLook,
    filter: {
      brushes: { size: [{ low: 1, high: 3, missing: true }], kind: [{ choices: ['a', 2, true] }] },
      hidden: ['failed' as const],
      top: 0.1,
      steps: [{ act: 'exclude' as const, brushes: { size: [{ low: 2 }] }, hidden: [] }],
    },
    order: ['kind', 'size'],
    axes: { size: false },
    looks: { size: { scale: 'rank' as const, flipped: true } },
    colour: 'kind',
    drawing: 'density' as const,
    slots: [{ view: 'scatter', settings: { x: 'size' } }],
  }
  test('comes back as it was; the first one leaves the address alone', () => {
    expect(readLook(writeLook(look))).toEqual(look)
    expect(writeLook(firstLook)).toBe('')
  })
  test('reads anything, and never more than it understands', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readLook(text)
        expect(readLook(writeLook(read))).toEqual(read)
      }),
    )
  })
})

describe('axes', () => {
  const space = {
    parameters: [{ name: 'size', kind: 'float' as const, low: 1, high: 100, scale: 'log' as const, default: 10 }],
    relations: [],
  }
  const objective = { metric: 'loss', direction: 'minimise' as const }
  test('upside down, linear and by rank, a value comes back from its place', () => {
    for (const look of [
      {},
      { flipped: true },
      { scale: 'linear' as const },
      { scale: 'linear' as const, flipped: true },
    ]) {
      const [axis] = parallelAxes(space, objective, rows, names, { size: look })
      expect(axis?.value(axis.position(37))).toBeCloseTo(37)
      expect(axis?.position(look.flipped ? 1 : 100)).toBeCloseTo(1)
    }
    const [ranked] = parallelAxes(space, objective, rows, names, { size: { scale: 'rank' } })
    expect([0, 2, 4].map((value) => ranked?.position(value))).toEqual([0, 0.5, 1])
  })
  test('keep the order that was made, with new ones beside their neighbours', () => {
    const keyed = ['a', 'b', 'c', 'd'].map((key) => ({ key }))
    expect(ordered(keyed, ['d', 'a']).map(({ key }) => key)).toEqual(['d', 'a', 'b', 'c'])
    expect(moved(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a'])
    expect(merged(['a', 'b', 'c', 'd'], ['d', 'a'])).toEqual(['d', 'b', 'c', 'a'])
  })
  test('that are brushed or chosen are shown whatever fits, and the score always', () => {
    const keys = ['@trial', 'a', 'b', 'c', scoreAxis]
    expect(shownKeys(keys, 2, {}, ['c'], new Set(['@trial']))).toEqual(['a', 'c', scoreAxis])
    expect(shownKeys(keys, 2, { '@trial': true, a: false }, [], new Set(['@trial']))).toEqual(['@trial', scoreAxis])
  })
})

describe('views', () => {
  test('a rank correlation sees what rises throughout, shares ties, and says nothing of too few', () => {
    expect(spearman([1, 2, 3, 4, 5], [1, 8, 27, 64, 125])).toBeCloseTo(1)
    expect(spearman([1, 2, 3, 4, 5], [5, 4, 3, 2, 1])).toBeCloseTo(-1)
    expect(spearman([1, 2, 2, 3, 4], [1, 1, 1, 1, 1])).toBeUndefined()
    expect(spearman([1, 2], [1, 2])).toBeUndefined()
    expect(correlations([], rows, names).values).toEqual([])
  })
  test('a distribution ends at all trials, and equal scores are one step', () => {
    expect(distributionOf('all', rows, () => true).steps).toEqual([
      [0.5, 0.25],
      [0.7, 0.75],
      [0.9, 1],
    ])
  })
  test('ranks run from the worst to the best, ties in the middle', () => {
    expect([...ranksOf(rows, { metric: 'accuracy', direction: 'maximise' })]).toEqual([0, 1, Number.NaN, 0.5, 0.5])
    expect(ranksOf(rows, { metric: 'loss', direction: 'minimise' })[0]).toBe(1)
  })
  test('lanes are as many as trained at once', () => {
    const timed = [
      row(0, 1, { startedAt: 0, endedAt: 4 }),
      row(1, 1, { startedAt: 1, endedAt: 2 }),
      row(2, 1, { startedAt: 2, endedAt: 5 }),
    ]
    const { bars, lanes } = timelineOf(timed)
    expect(lanes).toBe(2)
    expect(bars.map(({ lane }) => lane)).toEqual([0, 1, 1])
  })
  test('a running mean forgets what is older than its window', () => {
    const many = Array.from({ length: 30 }, (_, at) => row(at, at < 15 ? 0 : 1))
    expect(runningMean(many, 10).at(-1)).toEqual({ trial: 29, mean: 1, deviation: 0 })
    expect(runningMean(many.slice(0, 4), 10)).toEqual([])
  })
  test('levels have means with intervals from three trials on, and ties are named', () => {
    const axis = parallelAxes(
      { parameters: [{ name: 'kind', kind: 'categorical', choices: ['a', 'b'], default: 'a' }], relations: [] },
      { metric: 'accuracy', direction: 'maximise' },
      rows,
      names,
    )[0]!
    const more = [...rows, row(5, 0.8), row(6, 0.6), row(7, 0.75)]
    const levels = levelsOf(axis, more, names, true)
    expect(levels.map(({ label, n }) => [label, n])).toEqual([
      ['a', 3],
      ['b', 4],
    ])
    expect(levels[0]?.mean).toBeCloseTo(0.6)
    expect(tiedWithBest(levels, true)).toEqual(['a', 'b'])
    expect(levelsOf(axis, rows, names, true)[0]?.interval).toBeUndefined()
  })
  test('a slider gives what the parameter allows, and finds its place again', () => {
    const whole = { name: 'n', kind: 'int' as const, low: 16, high: 512, scale: 'powersOf2' as const, default: 32 }
    expect(fromPlace(whole, 0.43)).toBe(64)
    expect(fromPlace(whole, placeOf(whole, 128))).toBe(128)
  })
  test('rows as CSV keep full precision and run nothing in a spreadsheet', () => {
    expect(
      toCsv({
        columns: ['a,b', 'n'],
        rows: [
          ['=1+1', 0.1 + 0.2],
          [null, Number.NaN],
        ],
      }),
    ).toBe(`"a,b",n\r\n'=1+1,0.30000000000000004\r\n,\r\n`)
  })
  test('zooming stays within the axis', () => {
    expect(zoomed(90, 100, 2)).toEqual([80, 100])
    expect(zoomed(10, 20, 0)).toEqual([0, 100])
  })
})
