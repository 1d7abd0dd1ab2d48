/** Where a dataset's files lie and what they held when the study was made. Plain data. */
export interface DatasetReference {
  readonly id: string
  /** Folder with dataset.json and the files it names. */
  readonly folder: string
  /** sha-256 over schema and contents; a study refuses to resume when it has changed. */
  readonly fingerprint: string
}

/** Which rows train, validate and stay sealed: everything follows from this and the dataset. */
export interface SplitSelection {
  readonly protocol:
    | { readonly kind: 'holdout'; readonly validationShare: number }
    | { readonly kind: 'kfold'; readonly folds: number; readonly fold: number }
  readonly by: 'stratified' | 'random' | 'group' | 'time'
  /** Name of the group or time column when `by` needs one. */
  readonly column?: string
  /** Draws train and validation from what is not sealed. */
  readonly seed: number
  /** Of the rows that would train only this share does, above 0 and below 1; absent: all. Larger shares hold the smaller ones. */
  readonly trainShare?: number
  /** Share of rows sealed as test set; 'official' takes the dataset's own test part. */
  readonly sealed: 'official' | number
  /**
   * Draws the sealed part when it is a share; default 0. Apart from `seed`, so that a study that reshuffles
   * train and validation never lets a sealed row out.
   */
  readonly sealedSeed?: number
  /** True only when the user opens the sealed test set: the test rows are then loaded too. */
  readonly openTest: boolean
}
