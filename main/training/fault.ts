/** The loss, or a weight behind it, has become NaN or infinite: the trial has diverged. */
export class NotFinite extends Error {
  override readonly name = 'NotFinite'
  readonly code = 'nan-loss'
  /** Epoch (from 1) and step within it (from 1; undefined: seen when the epoch was evaluated). */
  readonly epoch: number
  readonly step: number | undefined
  constructor(value: number, epoch: number, step?: number) {
    const where = step === undefined ? `after epoch ${epoch}` : `at step ${step} of epoch ${epoch}`
    super(`The loss became ${value} ${where}: training has diverged. A lower learning rate usually helps.`)
    this.epoch = epoch
    this.step = step
  }
}

/** Training was asked to stop and did, between two slices. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped'
  readonly code = 'stopped'
  /** Epochs that had been completed. */
  readonly epoch: number
  constructor(epoch: number) {
    super(`Training was stopped after ${epoch} whole ${epoch === 1 ? 'epoch' : 'epochs'}.`)
    this.epoch = epoch
  }
}

/** There is nothing to train on. */
export class NoTrainingRows extends Error {
  override readonly name = 'NoTrainingRows'
  readonly code = 'no-training-rows'
  constructor() {
    super('The training part of the split has no rows. Use more data, or a smaller share for validation and test.')
  }
}
