import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Inputs } from '../../main/data/dataset.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import { applyToInputs } from '../../main/data/preprocess/apply.ts'
import { fitPreprocessing } from '../../main/data/preprocess/fit.ts'
import type { ColumnTreatment, PreprocessingOptions } from '../../main/data/preprocess/options.ts'
import { restorePreprocessing, savePreprocessing } from '../../main/data/preprocess/saved.ts'
import { splitRows } from '../../main/data/split/split.ts'
import type { CategoryColumn, NumberColumn } from '../../main/data/tables/column.ts'
import { dataset, numbers, range, split, words } from './small-datasets.ts'

type Scalar = NumberColumn | CategoryColumn

/** The inputs of a single column, fitted and applied on all its rows. */
function inputsOf(column: Scalar, options: PreprocessingOptions = {}, apply: Scalar = column): number[] {
  const rows = range(column.kind === 'number' ? column.values.length : column.codes.length)
  const fitted = fitPreprocessing(dataset([column], new Float64Array(rows.length)), rows, options)
  const given = range(apply.kind === 'number' ? apply.values.length : apply.codes.length)
  return [...applyToInputs(fitted, { kind: 'table', columns: [apply] }, given)]
}

describe('numbers', () => {
  it('are standardised to mean 0 and population deviation 1', () => {
    expect(inputsOf(numbers('x', [2, 4, 4, 4, 5, 5, 7, 9]))).toEqual([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2])
  })

  it('are brought to 0..1 by min-max, and around the median by quartiles', () => {
    expect(inputsOf(numbers('x', [10, 20, 15]), { scaling: 'min-max' })).toEqual([0, 1, 0.5])
    expect(inputsOf(numbers('x', [0, 1, 2, 3, 1000]), { scaling: 'robust' })).toEqual([-1, -0.5, 0, 0.5, 499])
    expect(inputsOf(numbers('x', [3, 1, 2]), { scaling: 'none' })).toEqual([3, 1, 2])
  })

  it('without spread are only centred, and robust scaling falls back on the deviation', () => {
    for (const scaling of ['standardise', 'min-max', 'robust'] as const)
      expect(inputsOf(numbers('x', [7, 7, 7]), { scaling })).toEqual([0, 0, 0])
    const mostlyZero = inputsOf(numbers('x', [0, 0, 0, 0, 10]), { scaling: 'robust' })
    expect(mostlyZero).toEqual([0, 0, 0, 0, 2.5])
  })

  it.each([
    ['mean', 3],
    ['median', 2],
    ['most-frequent', 1],
    [{ constant: 42 }, 42],
  ] as const)('that are missing become the %j, and an indicator says so', (fillNumber, expected) => {
    const column = numbers('x', [1, 1, 2, 3, 8, NaN])
    const inputs = inputsOf(column, { scaling: 'none', fillNumber })
    expect(inputs.slice(-2)).toEqual([expected, 1])
    expect(inputs.filter((_, place) => place % 2 === 1)).toEqual([0, 0, 0, 0, 0, 1])
    expect(inputsOf(column, { scaling: 'none', fillNumber, indicator: false })).toHaveLength(6)
  })

  it('of one value but for rounding are not blown up, and numbers beyond 32 bits are refused', () => {
    expect(inputsOf(numbers('x', [0.1 + 0.2, 0.3, 0.3])).every((value) => Math.abs(value) < 1e-10)).toBe(true)
    expect(() => inputsOf(numbers('x', [1, 1e300]))).toThrow('The column x holds numbers beyond 1e37')
  })

  it('that are missing in every training row become 0', () => {
    expect(inputsOf(numbers('x', [NaN, NaN]))).toEqual([0, 1, 0, 1])
  })
})

describe('categories', () => {
  const colours = ['blue', 'green', 'red']

  it('become one 0/1 input each; none of them, and the indicator, where missing', () => {
    expect(inputsOf(words('colour', colours, [2, 0, 1]))).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 0])
    expect(inputsOf(words('colour', colours, [2, -1, 1, 0]))).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0])
  })

  it('that are missing can become the commonest one or a given one', () => {
    const column = words('colour', colours, [2, 2, 1, -1])
    const last = (options: PreprocessingOptions) => inputsOf(column, { indicator: false, ...options }).slice(-3)
    expect(last({ fillCategory: 'most-frequent' })).toEqual([0, 0, 1])
    expect(last({ fillCategory: { constant: 'green' } })).toEqual([0, 1, 0])
    expect(() => last({ fillCategory: { constant: 'pink' } })).toThrow('no category pink that could stand in')
  })

  it('become their place in the list, scaled, as ordinals', () => {
    expect(inputsOf(words('colour', colours, [2, 0, 1]), { encoding: 'ordinal', scaling: 'none' })).toEqual([2, 0, 1])
    expect(inputsOf(words('colour', colours, [2, 0, 1]), { encoding: 'ordinal', scaling: 'min-max' })).toEqual([
      1, 0, 0.5,
    ])
  })

  it('that training rows lack are fed as none, so that no untrained weight speaks', () => {
    const fitted = words('colour', colours, [0, 1, 0])
    expect(inputsOf(fitted, {}, words('colour', colours, [2, 1]))).toEqual([0, 0, 0, 0, 1, 0])
    expect(inputsOf(fitted, { encoding: 'ordinal', scaling: 'none' }, words('colour', colours, [2]))).toEqual([0])
  })

  it('are found by their text in data with another list of them', () => {
    const other = words('colour', ['green', 'ochre', 'red'], [2, 1, 0])
    expect(inputsOf(words('colour', colours, [0, 1, 2]), {}, other)).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 0])
  })

  it('of more than a thousand are not made inputs of their own', () => {
    const many = Array.from({ length: 1001 }, (_, place) => `c${place}`)
    expect(() => inputsOf(words('city', many, [0, 1]))).toThrow('The column city has 1001 categories: too many')
    expect(inputsOf(words('city', many, [0, 1]), { columns: { city: { encoding: 'ordinal' } } })).toHaveLength(2)
  })
})

describe('options', () => {
  it('hold for all columns, with exceptions by name; an unknown name is refused', () => {
    const data = dataset([numbers('a', [1, 2, 3]), numbers('b', [1, 2, 3])], new Float64Array(3))
    const fitted = fitPreprocessing(data, range(3), { scaling: 'min-max', columns: { b: { scaling: 'none' } } })
    expect([...applyToInputs(fitted, data.inputs, range(3))]).toEqual([0, 1, 0.5, 2, 1, 3])
    expect(() => fitPreprocessing(data, range(3), { columns: { c: { scaling: 'none' } } })).toThrow(
      'no feature column c. It has: a, b',
    )
  })

  it('are not taken from what every object inherits', () => {
    const data = dataset([numbers('constructor', [1, 2, 3])], new Float64Array(3))
    expect([
      ...applyToInputs(fitPreprocessing(data, range(3), { scaling: 'none', columns: {} }), data.inputs, range(3)),
    ]).toEqual([1, 2, 3])
  })
})

describe('images', () => {
  const pixels = Uint8Array.of(0, 16, 4, 8, 16, 16)
  const inputs: Inputs = { kind: 'image', shape: [1, 2, 1], valueMax: 16, pixels }

  it('are divided by their largest possible value, or each pixel is standardised', () => {
    const data = dataset([], Int32Array.of(0, 1, 0), { inputs })
    const rows = range(3)
    expect([...applyToInputs(fitPreprocessing(data, rows), inputs, rows)]).toEqual([0, 1, 0.25, 0.5, 1, 1])
    const standardised = applyToInputs(fitPreprocessing(data, rows, { images: 'standardise' }), inputs, rows)
    const first = [0, 2, 4].map((place) => standardised[place] as number)
    expect(first.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6)
    expect(first.reduce((sum, value) => sum + value ** 2, 0) / 3).toBeCloseTo(1, 6)
  })
})

const cells = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(NaN) },
)
const codes = fc.integer({ min: -1, max: 3 })
const treatments: fc.Arbitrary<PreprocessingOptions> = fc.record({
  scaling: fc.constantFrom('standardise' as const, 'min-max' as const, 'robust' as const, 'none' as const),
  fillNumber: fc.constantFrom<ColumnTreatment['fillNumber'][]>('mean', 'median', 'most-frequent', { constant: 3 }),
  encoding: fc.constantFrom('one-hot' as const, 'ordinal' as const),
  fillCategory: fc.constantFrom<ColumnTreatment['fillCategory'][]>('none', 'most-frequent', { constant: 'k2' }),
  indicator: fc.boolean(),
  standardiseTarget: fc.boolean(),
})

const tables = fc.integer({ min: 12, max: 60 }).chain((rows) =>
  fc.record({
    numbers: fc.array(cells, { minLength: rows, maxLength: rows }),
    codes: fc.array(codes, { minLength: rows, maxLength: rows }),
    targets: fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: rows, maxLength: rows }),
  }),
)
const kinds = ['k0', 'k1', 'k2', 'k3']
const tableOf = (table: { numbers: number[]; codes: number[]; targets: number[] }) =>
  dataset([numbers('x', table.numbers, true), words('k', kinds, table.codes, true)], Float64Array.from(table.targets))

describe('what is fitted', () => {
  it('depends on no row outside the training part: others may hold anything, and not a bit of it changes', () => {
    fc.assert(
      fc.property(
        tables,
        treatments,
        cells,
        codes,
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        (table, options, cell, code, target) => {
          const original = tableOf(table)
          const isTraining = new Set(splitRows(original, split).train)
          const change = <T>(values: readonly T[], other: T) =>
            values.map((value, row) => (isTraining.has(row) ? value : other))
          const changed = tableOf({
            numbers: change(table.numbers, cell),
            codes: change(table.codes, code),
            targets: change(table.targets, target),
          })
          const [before, after] = [
            prepareTrainingData(original, split, options),
            prepareTrainingData(changed, split, options),
          ]
          expect(after.preprocessing).toBe(before.preprocessing)
          expect(after.train).toEqual(before.train)
          expect(after.targetScale).toEqual(before.targetScale)
        },
      ),
    )
  })

  it('would change with the training rows: the test above can fail', () => {
    const table = {
      numbers: Array.from({ length: 20 }, (_, row) => row),
      codes: new Array<number>(20).fill(0),
      targets: new Array<number>(20).fill(1),
    }
    const first = splitRows(tableOf(table), split).train[0] as number
    const changed = { ...table, numbers: table.numbers.map((value, row) => (row === first ? 500 : value)) }
    expect(prepareTrainingData(tableOf(changed), split).preprocessing).not.toBe(
      prepareTrainingData(tableOf(table), split).preprocessing,
    )
  })

  it('survives its text bit by bit, and is applied again identically', () => {
    fc.assert(
      fc.property(tables, treatments, (table, options) => {
        const data = tableOf(table)
        const fitted = fitPreprocessing(data, splitRows(data, split).train, options)
        const saved = savePreprocessing(fitted)
        const restored = restorePreprocessing(saved)
        expect(savePreprocessing(restored)).toBe(saved)
        expect(applyToInputs(restored, data.inputs, range(data.rows))).toEqual(
          applyToInputs(fitted, data.inputs, range(data.rows)),
        )
      }),
    )
  })

  it('gives finite inputs of the promised width, the same width for every split', () => {
    fc.assert(
      fc.property(tables, treatments, fc.integer({ min: 0, max: 2 }), (table, options, fold) => {
        const data = tableOf(table)
        const one = prepareTrainingData(data, split, options)
        const other = prepareTrainingData(data, { ...split, protocol: { kind: 'kfold', folds: 3, fold } }, options)
        expect(other.inputShape).toEqual(one.inputShape)
        for (const part of [one.train, one.validation, other.train]) {
          expect(part.inputs).toHaveLength(part.count * (one.inputShape[0] as number))
          expect(part.inputs.every(Number.isFinite)).toBe(true)
        }
      }),
    )
  })

  it('is refused with a sentence when its text is damaged', () => {
    expect(() => restorePreprocessing('{"version":2}')).toThrow('cannot be read')
    expect(() => restorePreprocessing('{"version":1,')).toThrow('cannot be read')
  })

  it('is applied to data that lack a column, or hold another kind there, with a sentence', () => {
    const data = dataset([numbers('x', [1, 2, 3])], new Float64Array(3))
    const fitted = fitPreprocessing(data, range(3))
    expect(() => applyToInputs(fitted, { kind: 'table', columns: [] }, range(0))).toThrow(
      'have no column x, which this network needs',
    )
    expect(() => applyToInputs(fitted, { kind: 'table', columns: [words('x', ['a'], [0])] }, range(1))).toThrow(
      'here it holds categories',
    )
  })
})

describe('training data', () => {
  it('hold the sealed rows only when the user opens them', () => {
    const data = dataset(
      [numbers('x', [...range(40)])],
      Int32Array.from({ length: 40 }, (_, row) => row % 2),
    )
    expect(prepareTrainingData(data, split)).not.toHaveProperty('test')
    expect(prepareTrainingData(data, { ...split, openTest: true }).test?.count).toBe(10)
    expect(() => prepareTrainingData(data, { ...split, sealed: 0, openTest: true })).toThrow('there is none to open')
  })

  it('undo the standardisation of a regression target to its unit', () => {
    const targets = Float64Array.from({ length: 40 }, (_, row) => 100 + 7 * row)
    const data = dataset([numbers('x', [...range(40)])], targets)
    const { train, targetScale } = prepareTrainingData(data, split)
    const [mean, deviation] = [targetScale?.mean[0] as number, targetScale?.deviation[0] as number]
    const rows = splitRows(data, split).train
    train.targets.forEach((value, place) => {
      expect(value * deviation + mean).toBeCloseTo(targets[rows[place] as number] as number, 3)
    })
    expect(Array.from(train.targets).reduce((sum, value) => sum + value, 0) / train.count).toBeCloseTo(0, 6)
    const plain = prepareTrainingData(data, split, { standardiseTarget: false })
    expect([...plain.train.targets]).toEqual([...rows].map((row) => targets[row]))
    expect(plain.targetScale).toEqual({ mean: [0], deviation: [1] })
  })

  it('are refused where all training rows are of one class, or no column is a feature', () => {
    const oneClass = dataset([numbers('x', [...range(40)])], new Int32Array(40))
    expect(() => prepareTrainingData(oneClass, split)).toThrow('All training rows of Things are of the class no')
    const noFeature = dataset(
      [],
      Int32Array.from({ length: 40 }, (_, row) => row % 2),
    )
    expect(() => prepareTrainingData(noFeature, split)).toThrow('Things has no feature column')
  })
})
