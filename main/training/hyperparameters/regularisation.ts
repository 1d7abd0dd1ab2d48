import { all, hidden } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const regularisations = ['none', 'l1', 'l2', 'weightDecay'] as const

/** Strength of the penalty that `regularisation` names, where the configuration gives none. */
export const defaultStrength = { l1: 1e-5, l2: 1e-4, weightDecay: 0.01 } as const

/** What keeps a network from learning its training rows by heart. */
export interface RegularisationHyperparameters {
  readonly l1: number
  readonly l2: number
  readonly weightDecay: number
  readonly dropout: number
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
}
