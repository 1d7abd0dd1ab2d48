import { loadReferenced } from '../../data/load.ts'
import { prepareTrainingData } from '../../data/prepare.ts'
import type { DatasetReference, SplitSelection } from '../../data/reference.ts'
import { splitRows } from '../../data/split/split.ts'
import type { DataShape } from './messages.ts'

/**
 * What a network is given of a dataset: shapes after preprocessing, and how many rows train, validate and stay sealed.
 * The sealed rows are counted, not read.
 *
 * @throws DataError as `loadReferenced` and `prepareTrainingData`
 */
export async function inspect(reference: DatasetReference, split: SplitSelection): Promise<DataShape> {
  const dataset = await loadReferenced(reference)
  const closed: SplitSelection = { ...split, openTest: false }
  const { inputShape, outputs, task, train, validation } = prepareTrainingData(dataset, closed)
  const sealed = splitRows(dataset, closed).sealed.length
  return { inputShape, outputs, task, rows: { train: train.count, validation: validation.count, sealed } }
}
