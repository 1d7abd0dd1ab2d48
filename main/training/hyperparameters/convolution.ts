import { convolutional } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const poolings = ['max', 'average'] as const
export const blockKinds = ['plain', 'residual', 'separable'] as const
export type BlockKind = (typeof blockKinds)[number]
export type Pooling = (typeof poolings)[number]

/** The blocks of a convolutional network. */
export interface ConvolutionHyperparameters {
  /** Convolution blocks (convolution, optional normalisation, activation, pooling) and filters of the first block. */
  readonly convBlocks: number
  readonly filters: number
  readonly filterGrowth: number
  readonly kernelSize: number
  readonly pooling: Pooling
  readonly blockKind: BlockKind
  readonly globalPooling: boolean
}

export const convolutionTable: Readonly<Record<keyof ConvolutionHyperparameters, HyperparameterSpec>> = {
  convBlocks: {
    kind: 'int',
    min: 1,
    max: 8,
    default: 2,
    title: 'Convolution blocks',
    doc: 'Blocks of convolution and activation; those of an image end in 2x2 pooling, until a side has shrunk to 1. In a text or a series they act with the encoder conv.',
    templates: convolutional,
  },
  filters: {
    kind: 'int',
    min: 1,
    max: 1024,
    default: 32,
    title: 'Filters',
    doc: 'Filters of the first convolution block.',
    templates: convolutional,
  },
  filterGrowth: {
    kind: 'float',
    min: 0.25,
    max: 4,
    default: 2,
    title: 'Filter growth',
    doc: 'How many times as many filters each block has as the one before it.',
    templates: convolutional,
    actsWith: { name: 'convBlocks', in: [2, 3, 4, 5, 6, 7, 8] },
  },
  kernelSize: {
    kind: 'int',
    min: 1,
    max: 15,
    default: 3,
    title: 'Kernel size',
    doc: 'Side of the convolution window: pixels of an image, steps of a text or a series.',
    templates: convolutional,
  },
  pooling: {
    kind: 'choice',
    choices: poolings,
    default: 'max',
    title: 'Pooling',
    doc: 'What a 2x2 window of a feature map becomes, or all steps of a text or a series: their maximum or their average.',
    templates: convolutional,
  },
  blockKind: {
    kind: 'choice',
    choices: blockKinds,
    default: 'plain',
    title: 'Kind of block',
    doc: 'One convolution; two that are added to what went in (residual); or one window for each channel and then a mix of channels (separable), which has fewer weights.',
    templates: ['cnn'],
  },
  globalPooling: {
    kind: 'bool',
    default: false,
    title: 'Global average pooling',
    doc: 'The dense part sees the average of each feature map instead of all of its cells: far fewer weights.',
    templates: ['cnn'],
  },
}
