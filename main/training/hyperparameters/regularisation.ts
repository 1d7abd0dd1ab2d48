import { all, convolutional, hidden, ofNumbers } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const regularisations = ['none', 'l1', 'l2', 'weightDecay'] as const

export const dropoutKinds = ['standard', 'alpha'] as const
export type DropoutKind = (typeof dropoutKinds)[number]

/** Strength of the penalty that `regularisation` names, where the configuration gives none. */
export const defaultStrength = { l1: 1e-5, l2: 1e-4, weightDecay: 0.01 } as const

/** What keeps a network from learning its training rows by heart. */
export interface RegularisationHyperparameters {
  readonly l1: number
  readonly l2: number
  readonly weightDecay: number
  readonly dropout: number
  readonly dropoutKind: DropoutKind
  readonly spatialDropout: number
  readonly inputNoise: number
  readonly hiddenNoise: number
  /** Largest norm of the weights into a unit; 0: off. */
  readonly maxNorm: number
}

export const regularisationTable: Readonly<
  Record<keyof RegularisationHyperparameters | 'regularisation', HyperparameterSpec>
> = {
  regularisation: {
    kind: 'choice',
    choices: regularisations,
    title: 'Regularisation',
    doc: 'Which one penalty on kernels is used, others being off; without it, l1, l2 and weightDecay stand as they are given.',
    templates: all,
  },
  l1: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    title: 'L1',
    doc: 'Strength of the penalty on the sum of absolute weights of kernels; drives weights to zero.',
    templates: all,
  },
  l2: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    title: 'L2',
    doc: 'Strength of the penalty on the sum of squared weights of kernels.',
    templates: all,
  },
  weightDecay: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    defaultFor: { adamw: defaultStrength.weightDecay },
    title: 'Weight decay',
    doc: 'Share of kernels, times the learning rate, that each step takes away, apart from the gradient.',
    templates: all,
  },
  maxNorm: {
    kind: 'float',
    min: 0,
    max: 1e6,
    default: 0,
    title: 'Max-norm',
    doc: 'The weights into each unit are shortened to at most this norm after every step (0: off); goes well with dropout.',
    templates: all,
  },
  dropout: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0,
    title: 'Dropout',
    doc: "Share of the dense part's activations that each training step leaves out at random.",
    templates: hidden,
  },
  dropoutKind: {
    kind: 'choice',
    choices: dropoutKinds,
    default: 'standard',
    title: 'Kind of dropout',
    doc: 'Left-out activations become 0; or (alpha) the value towards which SELU saturates, mean and variance being restored: for SELU.',
    templates: hidden,
  },
  spatialDropout: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0,
    title: 'Spatial dropout',
    doc: 'Share of whole feature maps that each training step leaves out after every convolution block; of the units of an embedding too.',
    templates: [...convolutional, 'nextToken'],
  },
  inputNoise: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    title: 'Input noise',
    doc: 'Standard deviation of the normal noise that is added to inputs while training; inputs are standardised, or between 0 and 1 for images.',
    templates: ofNumbers,
  },
  hiddenNoise: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    title: 'Hidden noise',
    doc: 'Standard deviation of the normal noise that is added to the activations of dense hidden layers while training.',
    templates: hidden,
  },
}
