import { DataError } from '../errors.ts'
import type { CategoryColumn, Column, NumberColumn, TextColumn } from '../tables/column.ts'
import { fitTextColumn } from '../text/fit-text.ts'
import { textColumnTreatment } from '../text/options.ts'
import type { FittedColumn } from './fitted-columns.ts'
import type { ColumnTreatment, PreprocessingOptions } from './options.ts'
import { treatmentOf } from './options.ts'
import { fitScale, meanAndDeviation, mostFrequent, quantileOf } from './statistics.ts'

const largestOneHot = 1000
const largestNumber = 1e37

/** Fits one column on its training rows. Statistics are of the values that are present. O(rows log rows). */
export function fitColumn(column: Column, rows: Int32Array, options: PreprocessingOptions): FittedColumn {
  const treatment = treatmentOf(column.name, options)
  if (column.kind === 'text') return fitTexts(column, rows, treatment)
  return column.kind === 'number' ? fitNumber(column, rows, treatment) : fitCategory(column, rows, treatment)
}

function fitNumber(column: NumberColumn, rows: Int32Array, treatment: ColumnTreatment): FittedColumn {
  const present = presentValues(column.values, rows)
  if (present.some((value) => Math.abs(value) > largestNumber))
    throw new DataError(
      'impossible-preprocessing',
      `The column ${column.name} holds numbers beyond 1e37, too large for a network's 32-bit inputs. Change their unit, or ignore it.`,
    )
  const { centre, scale } = fitScale(present, treatment.scaling)
  // Minus zero has no form of its own in JSON: adding zero makes it plain.
  return {
    kind: 'number',
    name: column.name,
    centre: centre + 0,
    scale,
    fill: fillOf(present, treatment.fillNumber) + 0,
    indicator: treatment.indicator && column.mayBeMissing,
  }
}

function fitCategory(column: CategoryColumn, rows: Int32Array, treatment: ColumnTreatment): FittedColumn {
  const { name, categories, codes } = column
  const counts = new Float64Array(categories.length)
  for (const row of rows) {
    const code = codes[row] as number
    if (code >= 0) counts[code] = (counts[code] as number) + 1
  }
  const seen = Array.from(counts, (count) => count > 0)
  const place = placeOfFill(column, counts, treatment)
  const indicator = treatment.indicator && column.mayBeMissing
  if (treatment.encoding === 'one-hot') {
    if (categories.length > largestOneHot)
      throw new DataError(
        'impossible-preprocessing',
        `The column ${name} has ${categories.length} categories: too many for one input each (at most ${largestOneHot}). ` +
          `Encode it as ordinal, or ignore it.`,
      )
    return { kind: 'one-hot', name, categories, seen, fill: place, indicator }
  }
  const present = Float64Array.from(
    rows.filter((row) => (codes[row] as number) >= 0),
    (row) => codes[row] as number,
  )
  const { centre, scale } = fitScale(present, treatment.scaling)
  return { kind: 'ordinal', name, categories, seen, centre, scale, fill: place >= 0 ? place : centre, indicator }
}

function fitTexts(
  { name, texts, mayBeMissing }: TextColumn,
  rows: Int32Array,
  treatment: ColumnTreatment,
): FittedColumn {
  const text = fitTextColumn(name, texts, rows, textColumnTreatment(treatment.text))
  return { kind: 'text', name, text, indicator: treatment.indicator && mayBeMissing }
}

/** A loop rather than `from` and `filter`: ten times faster on a million rows. */
function presentValues(values: Float64Array, rows: Int32Array): Float64Array {
  const present = new Float64Array(rows.length)
  let count = 0
  for (let index = 0; index < rows.length; index++) {
    const value = values[rows[index] as number] as number
    if (!Number.isNaN(value)) present[count++] = value
  }
  return present.subarray(0, count)
}

function fillOf(present: Float64Array, fill: ColumnTreatment['fillNumber']): number {
  if (typeof fill === 'object') return fill.constant
  if (present.length === 0) return 0
  if (fill === 'mean') return meanAndDeviation(present).mean
  const copy = present.slice()
  return fill === 'median' ? quantileOf(copy, 0.5) : mostFrequent(copy.sort())
}

function placeOfFill(
  { name, categories }: CategoryColumn,
  counts: Float64Array,
  { fillCategory }: ColumnTreatment,
): number {
  if (fillCategory === 'none' || categories.length === 0) return -1
  if (fillCategory === 'most-frequent') return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0))
  const place = categories.indexOf(fillCategory.constant)
  if (place >= 0) return place
  throw new DataError(
    'impossible-preprocessing',
    `The column ${name} has no category ${fillCategory.constant} that could stand in for missing ones. It has: ${categories.slice(0, 20).join(', ')}.`,
  )
}
