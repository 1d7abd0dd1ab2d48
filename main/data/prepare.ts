import type { Examples } from '../training/examples.ts'
import { prepareCharacters } from './characters/prepare-characters.ts'
import type { Dataset } from './dataset.ts'
import { DataError } from './errors.ts'
import { applyToInputs, applyToTargets } from './preprocess/apply.ts'
import { fitPreprocessing } from './preprocess/fit.ts'
import type { PreparedData } from './prepared.ts'
import type { FittedPreprocessing } from './preprocess/fitted.ts'
import type { PreprocessingOptions } from './preprocess/options.ts'
import { restorePreprocessing, savePreprocessing } from './preprocess/saved.ts'
import type { SplitSelection } from './reference.ts'
import { prepareSeries } from './series/prepare-series.ts'
import { asSeries } from './series/series.ts'
import { splitRows } from './split/split.ts'
import { reservedTokens, vocabularySize } from './text/fitted.ts'

/**
 * Splits a dataset, fits preprocessing on the training rows, and makes the numbers that a network is fed. The sealed rows
 * are touched only if `selection.openTest` says so.
 *
 * @throws DataError as `splitRows` and `fitPreprocessing`; one-class if the training rows know a single class
 */
export function prepareTrainingData(
  dataset: Dataset,
  selection: SplitSelection,
  options: PreprocessingOptions = {},
): PreparedData {
  const { inputs } = dataset
  if (inputs.kind === 'characters') return prepareCharacters(dataset, inputs, selection, options.characters)
  const series = asSeries(dataset, options.series)
  if (series !== undefined) return prepareSeries(dataset, series, selection, options)
  return prepareRows(dataset, selection, options)
}

function prepareRows(dataset: Dataset, selection: SplitSelection, options: PreprocessingOptions): PreparedData {
  const rows = splitRows(dataset, selection)
  if (dataset.task === 'classification') requireTwoClasses(dataset, rows.train)
  const preprocessing = savePreprocessing(fitPreprocessing(dataset, rows.train, options))
  // Training uses what a saved model will restore, so the two cannot differ.
  const fitted = restorePreprocessing(preprocessing)
  return {
    inputShape: fitted.inputShape,
    outputs: dataset.task === 'classification' ? dataset.classes.length : dataset.targetNames.length,
    task: dataset.task,
    train: examplesOf(dataset, fitted, rows.train),
    validation: examplesOf(dataset, fitted, rows.validation),
    ...(selection.openTest && { test: examplesOf(dataset, fitted, openSealed(dataset, rows.sealed)) }),
    ...(fitted.target && { targetScale: { mean: fitted.target.mean, deviation: fitted.target.deviation } }),
    ...(fitted.classes && { classes: fitted.classes }),
    sealedRows: rows.sealed.length,
    ...vocabularyOf(fitted),
    preprocessing,
  }
}

/** How many different token numbers there are, where the inputs are such. */
function vocabularyOf({ inputs }: FittedPreprocessing): Pick<PreparedData, 'vocabulary'> {
  if (inputs.kind !== 'text' || inputs.text.encoding !== 'sequence') return {}
  return { vocabulary: reservedTokens + vocabularySize(inputs.text.vocabulary) }
}

function examplesOf(dataset: Dataset, fitted: FittedPreprocessing, rows: Int32Array): Examples {
  const inputs = applyToInputs(fitted, dataset.inputs, rows)
  const targets = fitted.target
    ? applyToTargets(fitted.target, dataset.targets, rows)
    : Int32Array.from(rows, (row) => dataset.targets[row] as number)
  return { count: rows.length, inputs, targets }
}

function openSealed(dataset: Dataset, sealed: Int32Array): Int32Array {
  if (sealed.length > 0) return sealed
  throw new DataError(
    'impossible-split',
    `${dataset.title} was split without a sealed test set, so there is none to open.`,
  )
}

function requireTwoClasses({ title, classes, targets }: Dataset, rows: Int32Array): void {
  const first = targets[rows[0] as number] as number
  if (rows.some((row) => targets[row] !== first)) return
  throw new DataError(
    'one-class',
    `All training rows of ${title} are of the class ${classes[first]}: there is nothing to tell apart. ` +
      `Choose another target column, add rows of other classes, or split stratified.`,
  )
}
