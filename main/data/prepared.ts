import type { TrainingData } from '../training/examples.ts'

export interface PreparedData extends TrainingData {
  /** The fitted preprocessing as text, for the saved model; see preprocess/saved.ts. */
  readonly preprocessing: string
  /** How many examples stay sealed, whether or not they are opened. */
  readonly sealedRows: number
  /** Names of the outputs of a classification. */
  readonly classes?: readonly string[]
}
