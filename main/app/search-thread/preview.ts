import type { DatasetPreview } from '../../../preload/contract/types.ts'
import type { Dataset, ImageInputs, TableInputs, VectorInputs } from '../../data/dataset.ts'
import { splitText } from '../../data/characters/split-text.ts'
import { loadDataset } from '../../data/load.ts'
import type { SplitSelection } from '../../data/reference.ts'
import { splitRows } from '../../data/split/split.ts'
import { pixelsOf } from './example.ts'

const mostImages = 16
const mostPoints = 500
const mostTexts = 8
const longestSample = 200

/**
 * A small picture of a dataset, drawn from the training rows of a study with default settings: no sealed row is shown.
 * @throws DataError as `loadDataset`
 */
export async function preview(folder: string): Promise<DatasetPreview> {
  const dataset = await loadDataset(folder)
  const { inputs } = dataset
  const selection: SplitSelection = {
    protocol: { kind: 'holdout', validationShare: 0.2 },
    by: 'stratified',
    seed: 1,
    sealed: dataset.officialTest ? 'official' : 0.2,
    sealedSeed: 1,
    openTest: false,
  }
  if (inputs.kind === 'characters') {
    const { first, end } = splitText(dataset, { ...selection, by: 'time' }).train
    return { kind: 'texts', samples: stretchesOf(inputs.codes.subarray(first, end)) }
  }
  const inTime = inputs.kind === 'series' ? { ...selection, by: 'time' as const, column: inputs.time } : selection
  const { train } = splitRows(dataset, inTime)
  if (inputs.kind === 'image') return imagesOf(dataset, inputs, train)
  if (inputs.kind === 'text') return { kind: 'texts', samples: samplesOf(inputs.texts, train) }
  if (inputs.kind === 'series') return courseOf(dataset, inputs.time, train)
  return pointsOf(dataset, inputs, train)
}

/** A few texts from all over the training rows, shortened. */
function samplesOf(texts: readonly string[], train: Int32Array): string[] {
  const samples = Array.from(spread(train, mostTexts), (row) => texts[row]!).filter((text) => text !== '')
  return samples.map((text) => (text.length > longestSample ? `${text.slice(0, longestSample)}...` : text))
}

/** A few stretches from all over a text. */
function stretchesOf(codes: Uint32Array): string[] {
  const step = Math.ceil(codes.length / mostTexts)
  const firsts = Array.from({ length: Math.ceil(codes.length / step) }, (_, place) => place * step)
  return firsts.map((first) => String.fromCodePoint(...codes.subarray(first, first + Math.min(step, longestSample))))
}

/** Classes in turn, the first rows of each. */
function imagesOf({ classes, targets }: Dataset, inputs: ImageInputs, train: Int32Array): DatasetPreview {
  const byClass = classes.map((_, label) => [...train.filter((row) => targets[row] === label)].slice(0, mostImages))
  const rows: number[] = []
  for (let turn = 0; turn < mostImages && rows.length < mostImages; turn++)
    for (const own of byClass) if (own[turn] !== undefined && rows.length < mostImages) rows.push(own[turn]!)
  return {
    kind: 'images',
    shape: inputs.shape,
    samples: rows.map((row) => ({
      label: classes[targets[row]!] ?? '',
      pixels: pixelsOf(inputs, row),
    })),
  }
}

/** A series over time. */
function courseOf({ keys, targets, targetNames }: Dataset, time: string, train: Int32Array): DatasetPreview {
  const points = Array.from(spread(train, mostPoints), (row) => [keys.get(time)?.[row] ?? 0, targets[row]!, 0] as const)
  return { kind: 'points', x: `${time} (days since 1970)`, y: targetNames[0] ?? 'target', points, groups: [] }
}

/** The two numbers that differ most between classes, or first two for a regression (the second being the target). */
function pointsOf(dataset: Dataset, inputs: TableInputs | VectorInputs, train: Int32Array): DatasetPreview {
  const numbers = numbersOf(inputs)
  const { task, targets, targetNames, classes } = dataset
  const rows = spread(train, mostPoints)
  const isClasses = task === 'classification'
  const [first, second] = isClasses
    ? [...numbers].sort((a, b) => separation(b, targets, train) - separation(a, targets, train))
    : [
        numbers[0],
        { name: targetNames[0] ?? 'target', at: (row: number) => targets[row * Math.max(1, targetNames.length)]! },
      ]
  if (!first || !second) return { kind: 'none' }
  const points = [...rows].flatMap((row) => {
    const [x, y, group] = [first.at(row), second.at(row), isClasses ? targets[row]! : 0]
    return Number.isFinite(x) && Number.isFinite(y) && group >= 0 ? [[x, y, group] as const] : []
  })
  return { kind: 'points', x: first.name, y: second.name, points, groups: isClasses ? [...classes] : [] }
}

interface Numbers {
  readonly name: string
  readonly at: (row: number) => number
}

function numbersOf(inputs: TableInputs | VectorInputs): readonly Numbers[] {
  if (inputs.kind === 'vector') {
    const { names, values } = inputs
    return names.map((name, index) => ({ name, at: (row) => values[row * names.length + index]! }))
  }
  return inputs.columns.flatMap((column) =>
    column.kind === 'number' ? [{ name: column.name, at: (row: number) => column.values[row]! }] : [],
  )
}

/** Variance between classes over variance within: how well one number tells classes apart. */
function separation({ at }: Numbers, targets: ArrayLike<number>, rows: Int32Array): number {
  const groups = new Map<number, { count: number; sum: number }>()
  let [count, sum, squares] = [0, 0, 0]
  for (const row of rows) {
    const value = at(row)
    if (!Number.isFinite(value)) continue
    const group = groups.get(targets[row]!) ?? { count: 0, sum: 0 }
    groups.set(targets[row]!, { count: group.count + 1, sum: group.sum + value })
    count++
    sum += value
    squares += value * value
  }
  if (count === 0) return 0
  const mean = sum / count
  let between = 0
  for (const group of groups.values()) between += group.count * (group.sum / group.count - mean) ** 2
  const total = squares - count * mean * mean
  return total > 0 ? between / total : 0
}

/** At most `count` rows, evenly spread. */
function spread(rows: Int32Array, count: number): Int32Array {
  if (rows.length <= count) return rows
  return Int32Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)]!)
}
