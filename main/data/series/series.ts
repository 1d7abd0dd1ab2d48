import type { Dataset } from '../dataset.ts'
import { DataError } from '../errors.ts'
import type { Column } from '../tables/column.ts'
import type { SeriesTreatment } from './options.ts'
import { stepsOf, type StepLength, type Steps } from './steps.ts'

/** A dataset as one series: its rows in time. */
export interface Series {
  readonly title: string
  /** Name of the time column. */
  readonly time: string
  /** The moment of each row, the hour included; NaN where it has none. */
  readonly times: Float64Array
  readonly target: { readonly name: string; readonly values: ArrayLike<number> }
  readonly columns: readonly Column[]
  /** Whether moments are days since 1970. */
  readonly isDated: boolean
}

/** A dataset as a series, if it is one or is asked to be one; undefined for any other. @throws DataError unknown-column, unsuitable-column */
export function asSeries(
  { title, task, inputs, targets, targetNames, keys, timeColumn, dates }: Dataset,
  options: Pick<SeriesTreatment, 'time' | 'hour'> | undefined,
): Series | undefined {
  if (inputs.kind !== 'series' && (inputs.kind !== 'table' || options === undefined)) return undefined
  const time = options?.time ?? (inputs.kind === 'series' ? inputs.time : timeColumn)
  if (time === undefined)
    throw new DataError('unknown-column', `${title} has no column of time. Say which of its columns is the time.`)
  if (task !== 'regression')
    throw new DataError(
      'unsuitable-column',
      `A series predicts a number from its past; the target ${targetNames[0]} of ${title} is a class. Predict it as a table.`,
    )
  const hours = options?.hour === undefined ? undefined : keyOf(title, keys, options.hour)
  const days = keyOf(title, keys, time)
  return {
    title,
    time,
    times: Float64Array.from(days, (day, row) => day + (hours === undefined ? 0 : (hours[row] as number) / 24)),
    target: { name: targetNames[0] as string, values: targets },
    columns: inputs.columns.filter(({ name }) => name !== time),
    isDated: dates?.has(time) ?? false,
  }
}

function keyOf(title: string, keys: Dataset['keys'], name: string): ArrayLike<number> {
  const key = keys.get(name)
  if (key !== undefined) return key
  throw new DataError(
    'unknown-column',
    `${title} has no column ${name} that could be its time. It has: ${[...keys.keys()].join(', ') || 'none'}.`,
  )
}

/** A series on its even axis: target and columns step by step, missing where a step is skipped. */
export interface SteppedSeries {
  readonly steps: Steps
  readonly values: Float64Array
  readonly columns: readonly Column[]
}

export function onSteps(series: Series, length: StepLength): SteppedSeries {
  const steps = stepsOf(series.title, series.times, length)
  const { rows } = steps
  const values = Float64Array.from(rows, (row) => (row < 0 ? NaN : (series.target.values[row] as number)))
  return { steps, values, columns: series.columns.map((column) => stepped(column, rows)) }
}

function stepped(column: Column, rows: Int32Array): Column {
  switch (column.kind) {
    case 'number':
      return { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? NaN) }
    case 'category':
      return { ...column, codes: rows.map((row) => column.codes[row] ?? -1) }
    case 'text':
      return { ...column, texts: Array.from(rows, (row) => column.texts[row] ?? '') }
  }
}
