import type { TrialDiagnosis } from '../../../preload/contract/types.ts'
import type { Dataset } from '../../data/dataset.ts'
import { loadReferenced } from '../../data/load.ts'
import { prepareTrainingData } from '../../data/prepare.ts'
import { splitRows } from '../../data/split/split.ts'
import { confidenceBins } from '../../training/metrics/calibration.ts'
import { predictedClass, type Predictions } from '../../training/metrics/metric.ts'
import { rankingCurves } from '../../training/metrics/ranking.ts'
import type { SavedModel } from '../../training/saved-model.ts'
import { numbersPerExample, scoredRuns } from '../../training/scored-rows.ts'
import { AppError } from '../app-error.ts'
import { exampleOf } from './example.ts'
import type { DiagnosisQuestion } from './question.ts'

/** Examples that the network got most wrong, points of a scatter, and classes whose curves are drawn, at most. */
const mostWorst = 24
const mostPoints = 600
const mostClasses = 12

/**
 * Has a trained network predict the rows that it was validated on, once more, and says where and how it errs. No sealed row
 * is read.
 *
 * @throws AppError no-diagnosis where rows do not stand alone (series, running text); DataError, UnreadableModel
 */
export async function diagnose(question: DiagnosisQuestion): Promise<TrialDiagnosis> {
  const dataset = await loadReferenced(question.dataset)
  const { kind } = dataset.inputs
  if (kind === 'characters' || kind === 'series')
    throw new AppError('no-diagnosis', 'Rows of this kind of data do not stand alone, so none is looked at by itself.')
  const selection = { ...question.split, openTest: false }
  const data = prepareTrainingData(dataset, selection, question.preprocessing)
  const rows = splitRows(dataset, selection).validation
  const outputs = await predict(question.model, data)
  const known = dataset.task === 'classification' ? classification(dataset, rows, outputs) : undefined
  return known ?? regression(dataset, rows, outputs, data.targetScale)
}

async function predict(model: SavedModel, data: ReturnType<typeof prepareTrainingData>): Promise<Float32Array> {
  const { count, inputs } = data.validation
  const width = inputs.length / Math.max(1, count)
  // Loaded when first needed: it brings a tfjs backend along.
  const { loadSavedModel } = await import('../../training/saved-model.ts')
  const network = await loadSavedModel(model, 'tfjs-cpu')
  try {
    const predicted = new Float32Array(count * numbersPerExample(data))
    let at = 0
    for (const run of scoredRuns(data, 'validation', 256)) {
      const part = inputs.subarray(run.from * width, (run.from + run.count) * width)
      const outputs = await network.predict(part, run.count)
      predicted.set(outputs, at)
      at += outputs.length
    }
    return predicted
  } finally {
    network.dispose()
  }
}

function classification(dataset: Dataset, rows: Int32Array, predicted: Float32Array): TrialDiagnosis {
  const { classes, targets } = dataset
  const actual = Int32Array.from(rows, (row) => targets[row]!)
  const predictions: Predictions = { count: rows.length, outputs: classes.length, predicted, actual }
  const at = (place: number, label: number) => predicted[place * classes.length + label] ?? 0
  const wrong = [...rows.keys()]
    .map((place) => ({ place, guess: predictedClass(predictions, place) }))
    .filter(({ place, guess }) => guess !== actual[place])
    .sort((a, b) => at(b.place, b.guess) - at(a.place, a.guess))
  const drawn = classes.length === 2 ? [1] : [...classes.keys()].slice(0, mostClasses)
  return {
    task: 'classification',
    rows: rows.length,
    wrong: wrong.length,
    curves: drawn.flatMap((label) => {
      const curves = rankingCurves(predictions, label)
      if (!curves) return []
      // Sums of shares may end a rounding above one.
      const averagePrecision = Math.min(1, curves.averagePrecision)
      return [{ label: classes[label] ?? String(label), ...curves, averagePrecision }]
    }),
    bins: (confidenceBins(predictions) ?? []).map(({ rows: count, confidence, right }) => ({
      rows: count,
      ...(count > 0 ? { confidence: Math.min(1, confidence / count), right: right / count } : {}),
    })),
    worst: wrong.slice(0, mostWorst).map(({ place, guess }) => ({
      row: rows[place]!,
      actual: classes[actual[place]!] ?? '',
      predicted: classes[guess] ?? '',
      confidence: Math.min(1, at(place, guess)),
      example: exampleOf(dataset, rows[place]!),
    })),
  }
}

function regression(
  dataset: Dataset,
  rows: Int32Array,
  predicted: Float32Array,
  scale:
    | { readonly mean: readonly number[] | Float64Array; readonly deviation: readonly number[] | Float64Array }
    | undefined,
): TrialDiagnosis {
  const { targets, targetNames } = dataset
  const width = Math.max(1, targetNames.length)
  // The first target is looked at; networks of many targets are judged by their sum elsewhere.
  const pairs = [...rows.entries()].flatMap(([place, row]) => {
    const actual = targets[row * width]!
    const value = predicted[place * width]! * (scale?.deviation[0] ?? 1) + (scale?.mean[0] ?? 0)
    return Number.isFinite(actual) && Number.isFinite(value) ? [{ row, actual, predicted: value }] : []
  })
  const step = Math.max(1, Math.ceil(pairs.length / mostPoints))
  const error = ({ actual, predicted: value }: (typeof pairs)[number]) => Math.abs(actual - value)
  return {
    task: 'regression',
    rows: pairs.length,
    target: targetNames[0] ?? 'target',
    points: pairs.filter((_, at) => at % step === 0).map((pair) => [pair.actual, pair.predicted]),
    bias: pairs.reduce((sum, pair) => sum + pair.predicted - pair.actual, 0) / Math.max(1, pairs.length),
    worst: pairs
      .toSorted((a, b) => error(b) - error(a))
      .slice(0, mostWorst)
      .map((pair) => ({ ...pair, example: exampleOf(dataset, pair.row) })),
  }
}
