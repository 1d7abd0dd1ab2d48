import { DataError } from '../errors.ts'
import { fitColumn } from '../preprocess/fit-column.ts'
import type { PreprocessingOptions } from '../preprocess/options.ts'
import { fitScale } from '../preprocess/statistics.ts'
import type { FittedSeries } from './fitted.ts'
import type { KnownValues } from './gaps.ts'
import type { SeriesTreatment } from './options.ts'
import type { Series, SteppedSeries } from './series.ts'
import type { StepLength } from './steps.ts'

const usualCycles = [1, 7, 365.25]

export interface TrainingSteps {
  /** All steps of the training part. */
  readonly training: Int32Array
  /** Those that training windows predict. */
  readonly targets: Int32Array
}

/**
 * Learns scales, categories and cycles from training steps alone.
 *
 * @throws DataError impossible-preprocessing, unknown-column
 */
export function fitSeries(
  series: Series,
  { steps, columns }: SteppedSeries,
  { training, targets }: TrainingSteps,
  values: KnownValues,
  length: StepLength,
  treatment: SeriesTreatment,
  options: PreprocessingOptions,
): FittedSeries {
  const { lags, horizon, gaps, fillLimit, difference, knownAhead, cycles, hour } = treatment
  const stray = knownAhead.find((name) => !columns.some((column) => column.name === name))
  if (stray !== undefined)
    throw new DataError(
      'unknown-column',
      `${series.title} has no feature column ${stray} that could be known ahead. It has: ${columns.map(({ name }) => name).join(', ') || 'none'}.`,
    )
  // What training windows end with: no other step is looked at.
  const seen = Float64Array.from(targets, (target) => {
    const origin = target - horizon
    const value = values.at(origin, origin)
    return difference ? value - values.at(origin - 1, origin) : value
  })
  const [first, last] = [steps.times[training[0] as number] as number, steps.times[training.at(-1) as number] as number]
  const suits = (period: number) => series.isDated && last - first >= 2 * period && length.step <= period / 4
  return {
    kind: 'series',
    time: series.time,
    ...(hour !== undefined && { hour }),
    ...length,
    lags,
    horizon,
    gaps,
    fillLimit,
    difference,
    target: { name: series.target.name, ...fitScale(seen, 'standardise') },
    columns: columns.map((column) => fitColumn(column, training, options)),
    knownAhead,
    cycles: cycles === 'auto' ? usualCycles.filter(suits) : cycles,
  }
}

/** @throws DataError impossible-preprocessing for a number out of range */
export function checkSeriesTreatment(title: string, { lags, horizon, fillLimit, cycles }: SeriesTreatment): void {
  const check = (what: string, value: number, low: number, high: number) => {
    if (Number.isInteger(value) && value >= low && value <= high) return
    throw new DataError(
      'impossible-preprocessing',
      `${title}: ${what} is ${value}; it must be a whole number from ${low} to ${high}.`,
    )
  }
  check('the number of lags', lags, 1, 10_000)
  check('the horizon', horizon, 1, 10_000)
  check('the longest gap that is filled in', fillLimit, 0, 10_000)
  if (cycles !== 'auto' && !cycles.every((period) => Number.isFinite(period) && period > 0))
    throw new DataError('impossible-preprocessing', `${title}: the period of a cycle must be a number of days above 0.`)
}
