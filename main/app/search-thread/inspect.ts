import { loadReferenced } from '../../data/load.ts'
import { prepareTrainingData } from '../../data/prepare.ts'
import type { DatasetReference, SplitSelection } from '../../data/reference.ts'
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
  const { inputShape, outputs, task, train, validation, sealedRows } = prepareTrainingData(dataset, closed)
  return { inputShape, outputs, task, rows: { train: train.count, validation: validation.count, sealed: sealedRows } }
}
