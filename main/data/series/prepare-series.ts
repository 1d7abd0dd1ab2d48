import type { Examples } from '../../training/examples.ts'
import type { Dataset } from '../dataset.ts'
import { DataError } from '../errors.ts'
import type { PreparedData } from '../prepared.ts'
import type { PreprocessingOptions } from '../preprocess/options.ts'
import { restorePreprocessing, savePreprocessing } from '../preprocess/saved.ts'
import { meanAndDeviation } from '../preprocess/statistics.ts'
import type { SplitSelection } from '../reference.ts'
import { splitRows } from '../split/split.ts'
import { applySeries, lastValues, seriesWidth } from './apply-series.ts'
import { checkSeriesTreatment, fitSeries } from './fit-series.ts'
import type { FittedSeries } from './fitted.ts'
import { knownValues } from './gaps.ts'
import { seriesTreatment } from './options.ts'
import { onSteps, type Series } from './series.ts'
import { orderByTime, stepLength } from './steps.ts'
import { partOfSteps, parts, targetSteps } from './windows.ts'

/**
 * Splits a series by time, and cuts a window of past steps out of it for each step that can be predicted. Validation windows
 * may begin with training values, which are known by then; no window reads a step of a later part.
 *
 * With `difference` targets are changes from the last value known; `base` has those values, so that metrics are of the
 * series itself, in its unit.
 *
 * @throws DataError as `splitRows` and `fitSeries`; impossible-split if it is not split by time; too-few-rows if no window fits
 */
export function prepareSeries(
  dataset: Dataset,
  series: Series,
  selection: SplitSelection,
  options: PreprocessingOptions,
): PreparedData {
  const { title } = dataset
  const treatment = seriesTreatment(options.series)
  checkSeriesTreatment(title, treatment)
  const rows = splitRows(dataset, inTimeOf(series, selection))
  const length = stepLength(differencesWithin(series, rows.train))
  const stepped = onSteps(series, length)
  const partOfRow = new Int8Array(dataset.rows).fill(parts.later)
  for (const part of ['train', 'validation', 'sealed'] as const)
    for (const row of rows[part]) partOfRow[row] = parts[part]
  const hasTarget = (row: number) => !Number.isNaN(series.target.values[row])
  const ofStep = partOfSteps(stepped.steps.rows, partOfRow, hasTarget)
  const values = knownValues(stepped.values, treatment)
  const isTarget = (step: number) => !Number.isNaN(stepped.values[step])
  const stepsIn = (part: keyof typeof parts) => {
    const found = targetSteps(parts[part], ofStep, isTarget, values, treatment)
    if (found.length > 0 || (part === 'sealed' && !selection.openTest)) return found
    throw new DataError(
      'too-few-rows',
      `No window of ${treatment.lags} steps fits the ${part} part of ${title} without a gap. Use fewer lags, a longer limit for ` +
        `gaps, or a larger part.`,
    )
  }
  const targets = { train: stepsIn('train'), validation: stepsIn('validation'), sealed: stepsIn('sealed') }
  // Rows without a target are in no part, and nothing is learnt from them.
  const isTraining = (step: number) => partOfRow[stepped.steps.rows[step] as number] === parts.train
  const training = Int32Array.from(stepped.steps.rows.keys()).filter(isTraining)
  const learnt = fitSeries(series, stepped, { training, targets: targets.train }, values, length, treatment, options)
  const raw = (steps: Int32Array) => {
    const base = treatment.difference ? lastValues(learnt, values, steps) : new Float64Array(steps.length)
    return {
      base,
      targets: Float64Array.from(steps, (step, at) => (stepped.values[step] as number) - (base[at] as number)),
    }
  }
  const scale = scaleOf(raw(targets.train).targets, options.standardiseTarget ?? true)
  const preprocessing = savePreprocessing({
    version: 1,
    inputs: learnt,
    inputShape: [learnt.lags, seriesWidth(learnt)],
    target: { names: [series.target.name], mean: [scale.mean], deviation: [scale.deviation] },
  })
  const fitted = restorePreprocessing(preprocessing)
  const examplesOf = (steps: Int32Array): Examples => {
    const { base, targets: unscaled } = raw(steps)
    return {
      count: steps.length,
      inputs: applySeries(fitted.inputs as FittedSeries, stepped, values, steps),
      targets: Float32Array.from(unscaled, (value) => (value - scale.mean) / scale.deviation),
      ...(treatment.difference && { base }),
    }
  }
  return {
    inputShape: fitted.inputShape,
    outputs: 1,
    task: 'regression',
    train: examplesOf(targets.train),
    validation: examplesOf(targets.validation),
    ...(selection.openTest && { test: examplesOf(targets.sealed) }),
    targetScale: { mean: [scale.mean], deviation: [scale.deviation] },
    sealedRows: targets.sealed.length,
    preprocessing,
  }
}

function inTimeOf({ title, time }: Series, selection: SplitSelection): SplitSelection {
  if (selection.by === 'time') return { ...selection, column: selection.column ?? time }
  throw new DataError(
    'impossible-split',
    `${title} is a series: it can only be split by time, not ${selection.by}, or training would see what comes after validation.`,
  )
}

/** From each row to the next in time, where both are among the given ones. */
function differencesWithin({ times }: Series, rows: Int32Array): Float64Array {
  const given = new Set(rows)
  const order = orderByTime(times)
  const pairs = Array.from(order.subarray(1), (row, place) => [order[place] as number, row] as const)
  const within = pairs.filter(([before, after]) => given.has(before) && given.has(after))
  return Float64Array.from(within, ([before, after]) => (times[after] as number) - (times[before] as number))
}

function scaleOf(targets: Float64Array, standardise: boolean): { mean: number; deviation: number } {
  if (!standardise) return { mean: 0, deviation: 1 }
  const { mean, deviation } = meanAndDeviation(targets)
  // Adding 0 turns -0, which JSON would not keep, into 0.
  return { mean: mean + 0, deviation: deviation > 1e-14 * Math.abs(mean) && deviation > 1e-30 ? deviation : 1 }
}
