/** Rows ready for a network: preprocessed, numeric, in memory. */
export interface Examples {
  readonly count: number
  /** count * product(inputShape) values, row after row. */
  readonly inputs: Float32Array
  /** Classification: class numbers. Regression: count * outputs values, standardised if the job says so. */
  readonly targets: Float32Array | Int32Array
  /**
   * Regression on changes: what each target is counted from, in the user's unit (count * outputs). Metrics are of the sums.
   * Absent: nothing is added.
   */
  readonly base?: Float64Array
}

export interface TrainingData {
  /** Shape of one example: [features], [height, width, channels], or [length] where inputs are token numbers. */
  readonly inputShape: readonly number[]
  /** Classes, or regression targets. */
  readonly outputs: number
  /** Inputs are token numbers from 0 up to, and without, this (0 padding, 1 unknown); absent: inputs are quantities. */
  readonly vocabulary?: number
  /**
   * Class numbers of an example, for a network that gives a class at each of its steps: targets are then count * this many.
   * Absent: 1.
   */
  readonly targetsPerExample?: number
  readonly task: 'classification' | 'regression'
  readonly train: Examples
  readonly validation: Examples
  /** Present only when a sealed test set is being opened by the user's deliberate act. */
  readonly test?: Examples
  /** Undo of the target's standardisation, for metrics in the user's unit; absent for classification. */
  readonly targetScale?: { readonly mean: readonly number[]; readonly deviation: readonly number[] }
}
