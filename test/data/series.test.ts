import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../main/data/dataset.ts'
import { loadDataset } from '../../main/data/load.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import type { PreparedData } from '../../main/data/prepared.ts'
import { restorePreprocessing, savePreprocessing } from '../../main/data/preprocess/saved.ts'
import type { SplitSelection } from '../../main/data/reference.ts'
import { applySeries } from '../../main/data/series/apply-series.ts'
import type { FittedSeries } from '../../main/data/series/fitted.ts'
import { knownValues } from '../../main/data/series/gaps.ts'
import type { SeriesOptions } from '../../main/data/series/options.ts'
import { asSeries, onSteps } from '../../main/data/series/series.ts'
import { stepLength, stepsOf } from '../../main/data/series/steps.ts'
import type { Column } from '../../main/data/tables/column.ts'
import { evaluate } from '../../main/training/metrics/evaluate.ts'
import type { Examples } from '../../main/training/examples.ts'
import { dataset, numbers } from './small-datasets.ts'

const folder = join(import.meta.dirname, '../../resources/datasets')

function seriesOf(
  values: readonly number[],
  columns: readonly Column[] = [],
  days: readonly number[] = values.map((_, row) => row),
  changes: Partial<Dataset> = {},
): Dataset {
  return dataset([], Float64Array.from(values), {
    inputs: { kind: 'series', time: 'day', columns },
    keys: new Map([['day', Float64Array.from(days)]]),
    ...changes,
  })
}

const inTime: SplitSelection = {
  protocol: { kind: 'holdout', validationShare: 0.25 },
  by: 'time',
  seed: 5,
  sealed: 0.2,
  openTest: true,
}
const plain: SeriesOptions = { lags: 3, difference: false, cycles: [] }
const prepare = (data: Dataset, series: SeriesOptions = plain, selection = inTime) =>
  prepareTrainingData(data, selection, { series })

/** A part as windows of values and targets in the unit of the series; of series without other columns. */
function windowsOf({ preprocessing, inputShape, targetScale }: PreparedData, part: Examples): number[][] {
  const { target, difference } = restorePreprocessing(preprocessing).inputs as FittedSeries
  const [lags = 0, width = 0] = inputShape
  return Array.from({ length: part.count }, (_, number) => {
    const seen = Array.from({ length: lags }, (_step, lag) => part.inputs[(number * lags + lag) * width] as number)
    const [mean, deviation] = [targetScale?.mean[0] as number, targetScale?.deviation[0] as number]
    const predicted =
      (part.targets[number] as number) * deviation + mean + (difference ? (part.base?.[number] ?? NaN) : 0)
    return [...seen.map((value) => value * target.scale + target.centre), predicted].map((value) =>
      Number(value.toFixed(3)),
    )
  })
}

const counting = Array.from({ length: 40 }, (_, row) => row * row)

describe('windows of a series', () => {
  it('hold the steps before the one that is predicted, training first, then validation, then what is sealed', () => {
    const data = prepare(seriesOf(counting))
    expect(data).toMatchObject({ inputShape: [3, 1], outputs: 1, task: 'regression' })
    expect(windowsOf(data, data.train).slice(0, 2)).toEqual([
      [0, 1, 4, 9],
      [1, 4, 9, 16],
    ])
    // 24 rows train, the first 3 of which have no whole past; 8 validate, 8 are sealed.
    expect([data.train.count, data.validation.count, data.test?.count, data.sealedRows]).toEqual([21, 8, 8, 8])
    expect(windowsOf(data, data.validation)[0]).toEqual([441, 484, 529, 576])
  })

  it('can predict further ahead', () => {
    const data = prepare(seriesOf(counting), { ...plain, horizon: 4 })
    expect(windowsOf(data, data.train)[0]).toEqual([0, 1, 4, 36])
  })

  it('can hold changes and predict the change; metrics are of the series itself', () => {
    const data = prepare(seriesOf(counting), { ...plain, difference: true })
    expect(windowsOf(data, data.train)[0]).toEqual([1, 3, 5, 16])
    const { mean, deviation } = data.targetScale as { mean: number[]; deviation: number[] }
    // A network that says 'no change' is off by the change.
    const still = new Float32Array(data.validation.count).fill((0 - (mean[0] as number)) / (deviation[0] as number))
    const changes = Array.from({ length: 8 }, (_, at) => 2 * (at + 24) - 1)
    const rmse = Math.sqrt(changes.reduce((sum, change) => sum + change ** 2, 0) / 8)
    const metrics = evaluate(data, data.validation, still)
    expect(metrics['rmse']).toBeCloseTo(rmse, 3)
    const actual = counting.slice(24, 32)
    const average = actual.reduce((sum, value) => sum + value, 0) / 8
    const spread = actual.reduce((sum, value) => sum + (value - average) ** 2, 0)
    expect(metrics['r2']).toBeCloseTo(1 - (8 * rmse ** 2) / spread, 3)
  })

  it('also hold other columns, those that are known ahead up to the step that is predicted', () => {
    const plan = numbers(
      'plan',
      counting.map((_, row) => row),
    )
    const options = { scaling: 'none' as const }
    const planOf = (knownAhead: string[]) => {
      const data = prepareTrainingData(seriesOf(counting, [plan]), inTime, {
        ...options,
        series: { ...plain, knownAhead },
      })
      return [1, 3, 5].map((place) => data.train.inputs[place])
    }
    expect(planOf([])).toEqual([0, 1, 2])
    expect(planOf(['plan'])).toEqual([1, 2, 3])
    expect(() => planOf(['rain'])).toThrow('no feature column rain that could be known ahead')
  })

  it('tell the time in the cycles that training covers twice, by sine and cosine of the predicted moment', () => {
    const daily = seriesOf(counting, [], undefined, { dates: new Set(['day']) })
    const data = prepare(daily, { ...plain, cycles: 'auto' })
    expect((restorePreprocessing(data.preprocessing).inputs as FittedSeries).cycles).toEqual([7])
    expect(data.inputShape).toEqual([3, 3])
    expect(data.train.inputs[7]).toBeCloseTo(Math.sin((2 * Math.PI * 3) / 7), 6)
    expect(data.train.inputs[8]).toBeCloseTo(Math.cos((2 * Math.PI * 3) / 7), 6)
    expect(prepare(seriesOf(counting), { ...plain, cycles: 'auto' }).inputShape).toEqual([3, 1])
  })
})

describe('gaps in a series', () => {
  const known = (values: number[], fillLimit: number, gaps: 'fill' | 'leave-out' = 'fill') =>
    knownValues(Float64Array.from(values), { gaps, fillLimit })

  it('are filled linearly, but by the last value where the next one is not known yet', () => {
    const values = known([0, NaN, NaN, 6, 7], 2)
    expect([0, 1, 2, 3].map((step) => values.at(step, 3))).toEqual([0, 2, 4, 6])
    expect([0, 1, 2].map((step) => values.at(step, 2))).toEqual([0, 0, 0])
    expect(known([NaN, 1], 3).at(0, 1)).toBeNaN()
  })

  it('beyond the limit are not filled, and windows with them are left out', () => {
    expect(known([0, NaN, NaN, 6], 1).at(1, 3)).toBeNaN()
    expect(known([0, NaN, NaN, 6], 1).at(1, 1)).toBe(0)
    expect(known([0, NaN, 2], 5, 'leave-out').at(1, 2)).toBeNaN()
    const gappy = counting.map((value, row) => (row === 10 ? NaN : value))
    const [filled, leftOut] = [prepare(seriesOf(gappy)), prepare(seriesOf(gappy), { ...plain, gaps: 'leave-out' })]
    // The missing value is no target; three windows read it.
    expect(filled.train.count - leftOut.train.count).toBe(3)
    expect(windowsOf(filled, filled.train).find((row) => row[3] === 121)).toEqual([64, 81, 81, 121])
  })

  it('also are steps that the data skip, unless skipping is the rule', () => {
    expect(stepLength(Float64Array.of(1, 1, 2, 1, 1, 1))).toEqual({ step: 1, regular: true })
    expect(stepLength(Float64Array.of(1, 1, 1, 1, 3, 1, 1, 1, 1, 3))).toEqual({ step: 1, regular: false })
    const length = { step: 7, regular: true }
    expect(stepsOf('x', [0, 21, NaN, 7], length)).toEqual({
      rows: Int32Array.of(0, 3, -1, 1),
      times: Float64Array.of(0, 7, 14, 21),
    })
    expect(stepsOf('x', [0, 21, 7], { step: 7, regular: false }).rows).toEqual(Int32Array.of(0, 2, 1))
    expect(() => stepsOf('Bikes', [1, 1], length)).toThrow('Bikes has several rows of the same moment')
  })
})

const values = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(NaN) },
)
const lists = fc.array(values, { minLength: 60, maxLength: 120 })
const treatments = fc.record({
  lags: fc.integer({ min: 1, max: 4 }),
  horizon: fc.integer({ min: 1, max: 3 }),
  gaps: fc.constantFrom('fill' as const, 'leave-out' as const),
  fillLimit: fc.integer({ min: 0, max: 3 }),
  difference: fc.boolean(),
})
/** A stretch without gaps in each part, so that no part is without a window. */
const filled = (list: readonly number[]) =>
  list.map((value, row) => (row % 20 < 10 ? (Number.isNaN(value) ? row : value) : value))

describe('what is fitted on a series', () => {
  it('depends on nothing after the training part: later values and columns may be anything', () => {
    fc.assert(
      fc.property(lists, treatments, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (list, series, other) => {
        const rows = filled(list)
        const isKnown = rows.filter((value) => !Number.isNaN(value)).length
        // Where training ends follows from which rows have a target, not from what they hold.
        const held = isKnown - Math.max(1, Math.round(isKnown * 0.2))
        const train = held - Math.max(1, Math.round(held * 0.25))
        let seen = 0
        const isTraining = rows.map((value) => !Number.isNaN(value) && seen++ < train)
        const end = isTraining.lastIndexOf(true) + 1
        const change = (row: number, value: number) => (row < end || Number.isNaN(value) ? value : other + row)
        const data = (changed: boolean) =>
          seriesOf(
            rows.map((value, row) => (changed ? change(row, value) : value)),
            [
              numbers(
                'x',
                rows.map((_, row) => (changed ? change(row, row) : row)),
                true,
              ),
            ],
          )
        const [before, after] = [prepare(data(false), series), prepare(data(true), series)]
        expect(after.preprocessing).toBe(before.preprocessing)
        expect(after.train).toEqual(before.train)
      }),
    )
  })

  it('survives its text, is applied again identically, and gives finite inputs', () => {
    fc.assert(
      fc.property(lists, treatments, (list, series) => {
        const source = seriesOf([...filled(list), ...counting.slice(0, 12)])
        const data = prepare(source, series)
        const restored = restorePreprocessing(data.preprocessing)
        expect(savePreprocessing(restored)).toBe(data.preprocessing)
        const fitted = restored.inputs as FittedSeries
        const own = asSeries(source, {})
        const stepped = own && onSteps(own, fitted)
        if (!stepped) throw new Error('not a series')
        const known = knownValues(stepped.values, fitted)
        for (const part of [data.train, data.validation]) {
          expect(part.inputs).toHaveLength(part.count * fitted.lags)
          expect(part.inputs.every(Number.isFinite) && part.targets.every(Number.isFinite)).toBe(true)
        }
        const again = applySeries(fitted, stepped, known, Int32Array.of(source.rows - 1))
        const test = data.test as Examples
        expect([...again]).toEqual([...test.inputs.subarray(test.inputs.length - fitted.lags)])
      }),
    )
  })
})

describe('tables as series', () => {
  const table = dataset([numbers('x', counting)], Float64Array.from(counting), {
    keys: new Map([
      ['day', Float64Array.from(counting, (_, row) => Math.floor(row / 4))],
      ['hour', Float64Array.from(counting, (_, row) => (row % 4) * 6)],
    ]),
  })

  it('need a time, with the hour where days have several rows', () => {
    const data = prepare(table, { ...plain, time: 'day', hour: 'hour' })
    expect((restorePreprocessing(data.preprocessing).inputs as FittedSeries).step).toBe(0.25)
    expect(data.inputShape).toEqual([3, 2])
    expect(() => prepare(table, { ...plain, time: 'day' })).toThrow('several rows of the same moment')
    expect(() => prepare(table, plain)).toThrow('Things has no column of time')
    expect(() => prepare(table, { ...plain, time: 'week' })).toThrow(
      'no column week that could be its time. It has: day, hour',
    )
  })

  it('are split by time only, and predict numbers', () => {
    expect(() => prepare(seriesOf(counting), plain, { ...inTime, by: 'random' })).toThrow('can only be split by time')
    const classes = dataset(
      [],
      Int32Array.from(counting, (_, row) => row % 2),
      {
        keys: table.keys,
        inputs: { kind: 'table', columns: [] },
      },
    )
    expect(() => prepare(classes, { time: 'day' })).toThrow('is a class')
  })

  it.each([
    [{ lags: 0 }, 'the number of lags is 0'],
    [{ horizon: 1.5 }, 'the horizon is 1.5'],
    [{ cycles: [0] }, 'the period of a cycle'],
    [{ lags: 30 }, 'No window of 30 steps fits the train part'],
  ])('%j is refused with a sentence', (series, message) => {
    expect(() => prepare(seriesOf(counting), { ...plain, ...series })).toThrow(message)
  })
})

/** Quicker than an equality that explains itself, for millions of numbers. */
const sameBits = (a?: ArrayBufferView, b?: ArrayBufferView) =>
  a !== undefined && b !== undefined && Buffer.from(a.buffer).equals(Buffer.from(b.buffer))

describe('the bundled series', () => {
  const official: SplitSelection = {
    ...inTime,
    sealed: 'official',
    protocol: { kind: 'holdout', validationShare: 0.2 },
  }

  it("co2-weekly: last week's value is off by the published 0.51 ppm on the official test weeks", async () => {
    const data = prepareTrainingData(await loadDataset(join(folder, 'co2-weekly')), official)
    const { mean, deviation } = data.targetScale as { mean: number[]; deviation: number[] }
    const test = data.test as Examples
    expect(test.count).toBe(457)
    const still = new Float32Array(test.count).fill((0 - (mean[0] as number)) / (deviation[0] as number))
    expect(evaluate(data, test, still)['rmse']).toBeCloseTo(0.51, 2)
  })

  it('bike-sharing by the hour: no training window reads a sealed day, though these lie between training days', async () => {
    const data = await loadDataset(join(folder, 'bike-sharing'))
    const series: SeriesOptions = { hour: 'hr', lags: 24 }
    const changed = Float64Array.from(data.targets)
    for (const row of data.officialTest ?? []) changed[row] = 1e6
    const [before, after] = [data, { ...data, targets: changed }].map((source) =>
      prepareTrainingData(source, { ...official, openTest: false }, { series }),
    )
    for (const part of ['train', 'validation'] as const)
      for (const numbers of ['inputs', 'targets'] as const)
        expect(sameBits(after?.[part][numbers], before?.[part][numbers])).toBe(true)
    expect(restorePreprocessing(before?.preprocessing ?? '').inputs).toMatchObject({
      regular: true,
      cycles: [1, 7],
    })
  })
})
