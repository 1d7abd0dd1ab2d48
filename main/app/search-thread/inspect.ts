import { loadReferenced } from '../../data/load.ts'
import { prepareTrainingData } from '../../data/prepare.ts'
import type { SplitSelection } from '../../data/reference.ts'
import type { DataShape } from './messages.ts'
import type { Question } from './question.ts'

/**
 * What a network is given of a dataset: shapes after preprocessing, and how many rows train, validate and stay sealed.
 * The sealed rows are counted, not read.
 *
 * @throws DataError as `loadReferenced` and `prepareTrainingData`
 */
export async function inspect({ dataset: reference, split, preprocessing }: Question): Promise<DataShape> {
  const dataset = await loadReferenced(reference)
  const closed: SplitSelection = { ...split, openTest: false }
  const { inputShape, outputs, vocabulary, targetsPerExample, task, train, validation, sealedRows } =
    prepareTrainingData(dataset, closed, preprocessing)
  return {
    inputShape,
    outputs,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
    task,
    rows: { train: train.count, validation: validation.count, sealed: sealedRows },
  }
}
