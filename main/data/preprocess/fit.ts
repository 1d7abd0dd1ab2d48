import type { Dataset, ImageInputs, Inputs, VectorInputs } from '../dataset.ts'
import { DataError } from '../errors.ts'
import { fitText } from '../text/fit-text.ts'
import { vocabularySize } from '../text/fitted.ts'
import { textTreatment } from '../text/options.ts'
import { fitColumn } from './fit-column.ts'
import type { FittedImages, FittedPreprocessing, FittedTarget, FittedVectors } from './fitted.ts'
import type { Scale } from './fitted-columns.ts'
import { widthOfColumns } from './fitted-columns.ts'
import type { PreprocessingOptions } from './options.ts'
import { fitScale } from './statistics.ts'

/**
 * Fits preprocessing on the training rows of one split, and on nothing else: what other rows hold cannot change a bit of
 * the result. The layout of the inputs follows from the schema and the options alone, so it is the same in every fold; but for
 * texts, whose vocabulary and usual length are learnt.
 *
 * @param rows the training rows
 * @throws DataError no-features, impossible-preprocessing, unknown-column
 */
export function fitPreprocessing(
  dataset: Pick<Dataset, 'title' | 'inputs' | 'task' | 'targets' | 'targetNames' | 'classes'>,
  rows: Int32Array,
  options: PreprocessingOptions = {},
): FittedPreprocessing {
  const inputs = fitInputs(dataset.title, dataset.inputs, rows, options)
  const inputShape = inputs.kind === 'image' ? inputs.shape : [widthOfInputs(inputs)]
  if (dataset.task === 'classification') return { version: 1, inputs, inputShape, classes: dataset.classes }
  const standardise = options.standardiseTarget ?? true
  return { version: 1, inputs, inputShape, target: fitTarget(dataset, rows, standardise) }
}

function widthOfInputs(inputs: Exclude<ReturnType<typeof fitInputs>, FittedImages>): number {
  if (inputs.kind === 'vector') return inputs.names.length
  if (inputs.kind === 'text')
    return inputs.text.encoding === 'sequence' ? inputs.text.length : vocabularySize(inputs.text.vocabulary)
  return widthOfColumns(inputs.columns)
}

function fitInputs(title: string, inputs: Inputs, rows: Int32Array, options: PreprocessingOptions) {
  switch (inputs.kind) {
    case 'image':
      return fitImages(inputs, rows, options)
    case 'vector':
      return fitVectors(inputs, rows, options)
    case 'characters':
    case 'series':
      throw new DataError(
        'impossible-preprocessing',
        `${title} is cut into windows: its preprocessing is fitted by the way it is prepared, not row by row.`,
      )
    case 'text': {
      const { name, texts } = inputs
      const text = fitText(name, texts, rows, textTreatment({ ...options.text, ...options.columns?.[name]?.text }))
      return { kind: 'text' as const, name, text }
    }
    case 'table': {
      if (inputs.columns.length === 0)
        throw new DataError('no-features', `${title} has no feature column. Give at least one column the role feature.`)
      const known = new Set(inputs.columns.map((column) => column.name))
      const stray = Object.keys(options.columns ?? {}).find((name) => !known.has(name))
      if (stray !== undefined)
        throw new DataError(
          'unknown-column',
          `${title} has no feature column ${stray}. It has: ${[...known].join(', ')}.`,
        )
      return { kind: 'table' as const, columns: inputs.columns.map((column) => fitColumn(column, rows, options)) }
    }
  }
}

function fitImages(
  { shape, valueMax, pixels }: ImageInputs,
  rows: Int32Array,
  options: PreprocessingOptions,
): FittedImages {
  if (options.images !== 'standardise') return { kind: 'image', shape, valueMax }
  return {
    kind: 'image',
    shape,
    valueMax,
    pixels: fitScales(pixels, shape[0] * shape[1] * shape[2], rows, 'standardise'),
  }
}

function fitVectors({ names, values }: VectorInputs, rows: Int32Array, options: PreprocessingOptions): FittedVectors {
  return { kind: 'vector', names, scales: fitScales(values, names.length, rows, options.scaling ?? 'none') }
}

function fitScales(
  values: ArrayLike<number>,
  width: number,
  rows: Int32Array,
  scaling: NonNullable<PreprocessingOptions['scaling']>,
): Scale[] {
  const feature = new Float64Array(rows.length)
  return Array.from({ length: width }, (_, place) => {
    for (let index = 0; index < rows.length; index++)
      feature[index] = values[(rows[index] as number) * width + place] as number
    return fitScale(feature, scaling)
  })
}

function fitTarget(
  { targets, targetNames: names }: Pick<Dataset, 'targets' | 'targetNames'>,
  rows: Int32Array,
  standardise: boolean,
): FittedTarget {
  if (!standardise) return { names, mean: names.map(() => 0), deviation: names.map(() => 1) }
  const scales = fitScales(targets, names.length, rows, 'standardise')
  return { names, mean: scales.map(({ centre }) => centre), deviation: scales.map(({ scale }) => scale) }
}
