/** Where the training of a trial begins, if not at the beginning. */
export interface StartFrom {
  /** An earlier trial, whose network is taken. */
  readonly trial: number
  /**
   * continued: training goes on where that trial stopped, with the settings of this one. grown: its network is made larger
   * without changing what it computes, and trained from the first epoch on.
   */
  readonly as: 'continued' | 'grown'
  /** A trial of a population that this one takes the place of; absent: that of the trial that it starts from. */
  readonly insteadOf?: number
}

/** What a suggestion says beyond the configuration. */
export interface Course {
  readonly startFrom?: StartFrom
  /** Of the epochs of a whole training those up to here are trained, 0 to 1; absent: all. */
  readonly share?: number
}
