import type { PreprocessingOptions } from '../../data/preprocess/options.ts'
import type { DatasetReference, SplitSelection } from '../../data/reference.ts'
import type { SavedModel } from '../../training/saved-model.ts'

/** What of a dataset a network is given. */
export interface Question {
  readonly dataset: DatasetReference
  readonly split: SplitSelection
  readonly preprocessing: PreprocessingOptions | undefined
}

/** A trained network, and the rows that it was validated on. */
export interface DiagnosisQuestion extends Question {
  readonly model: SavedModel
}
