import type { HyperparameterGroup } from '../../preload/contract/types.ts'

/** The groups of the search space editor, in its order. */
export const groupTitles: Readonly<Record<HyperparameterGroup, string>> = {
  rate: 'Learning rate and its schedule',
  optimizer: 'Optimizer',
  course: 'Batches, epochs, early stopping',
  network: 'Network',
  convolution: 'Convolutions',
  recurrent: 'Recurrent layers',
  tokens: 'Reading text and sequences',
  regularisation: 'Regularisation',
  loss: 'Loss',
  augmentation: 'Augmentation',
  averaging: 'Averaging of weights',
}
