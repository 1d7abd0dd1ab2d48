import type { Inputs, TextInputs } from '../dataset.ts'
import { applyCharacters } from '../characters/apply-characters.ts'
import { DataError } from '../errors.ts'
import type { Column } from '../tables/column.ts'
import { applySequence, applyTerms } from '../text/apply-text.ts'
import type { FittedText } from '../text/fitted.ts'
import { vocabularySize } from '../text/fitted.ts'
import type { FittedPreprocessing, FittedTable, FittedTarget } from './fitted.ts'
import type { FittedColumn, FittedTextColumn, Scale } from './fitted-columns.ts'
import { widthOf, widthOfColumns } from './fitted-columns.ts'

/**
 * Turns rows into a network's inputs: rows.length * product(inputShape) numbers. The data may be other data than what the
 * preprocessing was fitted on; table columns are found by name and categories by their text. For a running text the rows are
 * the places where windows start. Series are applied by series/apply-series.ts, which needs to know what was known when.
 *
 * @throws DataError unknown-column if a column is not there, unsuitable-column if it is of another kind
 */
export function applyToInputs(fitted: FittedPreprocessing, inputs: Inputs, rows: Int32Array): Float32Array {
  if (fitted.inputs.kind === 'table' && inputs.kind === 'table')
    return applyToTable(fitted.inputs, inputs.columns, rows)
  if (fitted.inputs.kind === 'text' && inputs.kind === 'text') return applyToTexts(fitted.inputs.text, inputs, rows)
  if (fitted.inputs.kind === 'characters' && inputs.kind === 'characters')
    return applyCharacters(fitted.inputs, inputs, rows)
  const width = fitted.inputShape.reduce((product, size) => product * size, 1)
  if (fitted.inputs.kind === 'image' && inputs.kind === 'image') {
    const { pixels, valueMax } = fitted.inputs
    return scaleRows(inputs.pixels, width, rows, pixels ?? new Array<Scale>(width).fill({ centre: 0, scale: valueMax }))
  }
  if (fitted.inputs.kind === 'vector' && inputs.kind === 'vector')
    return scaleRows(inputs.values, width, rows, fitted.inputs.scales)
  throw new DataError(
    'unsuitable-column',
    `This preprocessing was fitted on ${fitted.inputs.kind} data and cannot be applied to ${inputs.kind} data.`,
  )
}

/** (value - mean) / deviation: rows.length * outputs numbers, row after row. */
export function applyToTargets(fitted: FittedTarget, targets: ArrayLike<number>, rows: Int32Array): Float32Array {
  const outputs = fitted.names.length
  const scales = fitted.mean.map((centre, output) => ({ centre, scale: fitted.deviation[output] as number }))
  return scaleRows(targets, outputs, rows, scales)
}

function applyToTexts(fitted: FittedText, { texts }: TextInputs, rows: Int32Array): Float32Array {
  if (fitted.encoding === 'sequence') return applySequence(fitted, texts, rows)
  const inputs = new Float32Array(rows.length * vocabularySize(fitted.vocabulary))
  applyTerms(fitted, texts, rows, inputs)
  return inputs
}

function scaleRows(values: ArrayLike<number>, width: number, rows: Int32Array, scales: readonly Scale[]): Float32Array {
  const scaled = new Float32Array(rows.length * width)
  const centres = Float64Array.from(scales, ({ centre }) => centre)
  const divisors = Float64Array.from(scales, ({ scale }) => scale)
  let at = 0
  for (const row of rows)
    for (let feature = 0; feature < width; feature++)
      scaled[at++] =
        ((values[row * width + feature] as number) - (centres[feature] as number)) / (divisors[feature] as number)
  return scaled
}

/** The columns of rows as numbers: rows.length * the widths of all. @throws DataError as `applyToInputs` */
export function applyToTable(fitted: FittedTable, columns: readonly Column[], rows: Int32Array): Float32Array {
  const width = widthOfColumns(fitted.columns)
  const inputs = new Float32Array(rows.length * width)
  let offset = 0
  for (const column of fitted.columns) {
    const source = columns.find((candidate) => candidate.name === column.name)
    if (source === undefined)
      throw new DataError('unknown-column', `The data have no column ${column.name}, which this network needs.`)
    fillColumn(column, source, rows, inputs, offset, width)
    offset += widthOf(column)
  }
  return inputs
}

function fillColumn(
  fitted: FittedColumn,
  source: Column,
  rows: Int32Array,
  inputs: Float32Array,
  offset: number,
  width: number,
): void {
  if (fitted.kind === 'text') return fillTexts(fitted, source, rows, inputs, offset, width)
  const place = placesOf(fitted, source)
  const indicatorAt = offset + widthOf(fitted) - 1
  for (let index = 0; index < rows.length; index++) {
    const value = place(rows[index] as number)
    const start = index * width
    if (fitted.indicator && Number.isNaN(value)) inputs[start + indicatorAt] = 1
    const known = Number.isNaN(value) ? fitted.fill : value
    if (fitted.kind !== 'one-hot') inputs[start + offset] = (known - fitted.centre) / fitted.scale
    else if (known >= 0 && fitted.seen[known]) inputs[start + offset + known] = 1
  }
}

function fillTexts(
  fitted: FittedTextColumn,
  source: Column,
  rows: Int32Array,
  inputs: Float32Array,
  offset: number,
  width: number,
): void {
  if (source.kind !== 'text') throw unsuitable(fitted.name, 'text', nameOf[source.kind])
  applyTerms(fitted.text, source.texts, rows, inputs, offset, width)
  if (!fitted.indicator) return
  const indicatorAt = offset + widthOf(fitted) - 1
  rows.forEach((row, index) => {
    if (source.texts[row] === '') inputs[index * width + indicatorAt] = 1
  })
}

const nameOf = { number: 'numbers', category: 'categories', text: 'text' } as const

/** The number, or the place of the category in the fitted list, of a row; NaN where it is missing; -1 for a category without a place. */
function placesOf(fitted: Exclude<FittedColumn, FittedTextColumn>, source: Column): (row: number) => number {
  if (fitted.kind === 'number') {
    if (source.kind !== 'number') throw unsuitable(fitted.name, 'numbers', nameOf[source.kind])
    return (row) => source.values[row] as number
  }
  if (source.kind !== 'category') throw unsuitable(fitted.name, 'categories', nameOf[source.kind])
  const places = source.categories.map((category) => {
    const place = fitted.categories.indexOf(category)
    if (fitted.kind === 'one-hot') return place
    return place >= 0 && fitted.seen[place] ? place : NaN
  })
  return (row) => places[source.codes[row] as number] ?? NaN
}

function unsuitable(name: string, wanted: string, found: string): DataError {
  return new DataError(
    'unsuitable-column',
    `The column ${name} held ${wanted} when the network was trained; here it holds ${found}.`,
  )
}
