import type { Hyperparameters, OptimizerName } from './hyperparameters.ts'
import { activations, initializerNames, optimizerNames, poolings, scheduleNames } from './hyperparameters.ts'
import type { TemplateName } from './job.ts'

interface Described {
  readonly title: string
  /** What it does, in one sentence. */
  readonly doc: string
  readonly templates: readonly TemplateName[]
  /** It acts only while another hyperparameter holds one of these values. */
  readonly actsWith?: { readonly name: HyperparameterName; readonly in: readonly (string | number)[] }
}

export interface NumberSpec extends Described {
  readonly kind: 'float' | 'int'
  /** Inclusive, unless `open` says otherwise. */
  readonly min: number
  readonly max: number
  /** Ends of the range that are not allowed themselves. */
  readonly open?: readonly ('min' | 'max')[]
  /** Absent: the value may be absent too. */
  readonly default?: number
  /** Defaults that suit an optimizer, where it was chosen and this was not. */
  readonly defaultFor?: Partial<Readonly<Record<OptimizerName, number>>>
}

export interface ChoiceSpec extends Described {
  readonly kind: 'choice'
  readonly choices: readonly string[]
  readonly default?: string
}

export interface SwitchSpec extends Described {
  readonly kind: 'bool'
  readonly default: boolean
}

export type HyperparameterSpec = NumberSpec | ChoiceSpec | SwitchSpec

type PerLayer = `neurons${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`

/** What a configuration may name. `regularisation` and neurons1 .. neurons8 are folded into Hyperparameters by completion. */
export type HyperparameterName = Exclude<keyof Hyperparameters, 'neuronsPerLayer'> | PerLayer | 'regularisation'

const both: readonly TemplateName[] = ['mlp', 'cnn']
const images: readonly TemplateName[] = ['cnn']

export const regularisations = ['none', 'l1', 'l2', 'weightDecay'] as const

/** Strength of the penalty that `regularisation` names, where the configuration gives none. */
export const defaultStrength = { l1: 1e-5, l2: 1e-4, weightDecay: 0.01 } as const

const neuronsOf = (layer: number): NumberSpec => ({
  kind: 'int',
  min: 1,
  max: 16_384,
  title: `Neurons, layer ${layer}`,
  doc: `Neurons of dense hidden layer ${layer}; without it, the layer has as many as "neurons" says.`,
  templates: both,
  actsWith: { name: 'layers', in: [1, 2, 3, 4, 5, 6, 7, 8].filter((count) => count >= layer) },
})

/** Every hyperparameter: kind, range, default and meaning. The single source for validation, documentation and forms. */
export const hyperparameterTable: Readonly<Record<HyperparameterName, HyperparameterSpec>> = {
  learningRate: {
    kind: 'float',
    min: 0,
    max: 100,
    open: ['min'],
    default: 0.001,
    defaultFor: { sgd: 0.05, momentum: 0.01, nesterov: 0.01, adagrad: 0.01 },
    title: 'Learning rate',
    doc: 'The size of each step; the most important hyperparameter of all.',
    templates: both,
  },
  schedule: {
    kind: 'choice',
    choices: scheduleNames,
    default: 'constant',
    title: 'Schedule',
    doc: 'How the learning rate changes while training: constant, in steps, exponentially, or along half a cosine to zero.',
    templates: both,
  },
  warmupEpochs: {
    kind: 'float',
    min: 0,
    max: 10_000,
    default: 0,
    title: 'Warm-up',
    doc: 'Epochs over which the learning rate rises linearly to its value before the schedule takes over; may be fractional.',
    templates: both,
  },
  decayFactor: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['min'],
    default: 0.5,
    title: 'Decay factor',
    doc: 'What the learning rate is multiplied by per "decayEpochs".',
    templates: both,
    actsWith: { name: 'schedule', in: ['step', 'exponential'] },
  },
  decayEpochs: {
    kind: 'float',
    min: 0,
    max: 10_000,
    open: ['min'],
    default: 10,
    title: 'Decay epochs',
    doc: 'Epochs from one decay of the learning rate to the next.',
    templates: both,
    actsWith: { name: 'schedule', in: ['step', 'exponential'] },
  },
  batchSize: {
    kind: 'int',
    min: 1,
    max: 65_536,
    default: 64,
    title: 'Batch size',
    doc: 'Examples per step; clipped to the training rows there are, and rows that fill no batch are left out of an epoch.',
    templates: both,
  },
  epochs: {
    kind: 'int',
    min: 1,
    max: 100_000,
    default: 30,
    title: 'Epochs',
    doc: 'Passes over the training rows, unless early stopping ends training before.',
    templates: both,
  },
  layers: {
    kind: 'int',
    min: 0,
    max: 8,
    default: 2,
    title: 'Hidden layers',
    doc: 'Dense hidden layers; in a convolutional network they follow the blocks. 0 leaves the output layer alone.',
    templates: both,
  },
  neurons: {
    kind: 'int',
    min: 1,
    max: 16_384,
    default: 64,
    title: 'Neurons',
    doc: 'Neurons of each dense hidden layer that "neurons1" to "neurons8" do not set.',
    templates: both,
    actsWith: { name: 'layers', in: [1, 2, 3, 4, 5, 6, 7, 8] },
  },
  neurons1: neuronsOf(1),
  neurons2: neuronsOf(2),
  neurons3: neuronsOf(3),
  neurons4: neuronsOf(4),
  neurons5: neuronsOf(5),
  neurons6: neuronsOf(6),
  neurons7: neuronsOf(7),
  neurons8: neuronsOf(8),
  convBlocks: {
    kind: 'int',
    min: 1,
    max: 8,
    default: 2,
    title: 'Convolution blocks',
    doc: 'Blocks of convolution, activation and 2x2 pooling; pooling ends once a side of the image has shrunk to 1.',
    templates: images,
  },
  filters: {
    kind: 'int',
    min: 1,
    max: 1024,
    default: 32,
    title: 'Filters',
    doc: 'Filters of the first convolution block.',
    templates: images,
  },
  filterGrowth: {
    kind: 'float',
    min: 0.25,
    max: 4,
    default: 2,
    title: 'Filter growth',
    doc: 'How many times as many filters each block has as the one before it.',
    templates: images,
    actsWith: { name: 'convBlocks', in: [2, 3, 4, 5, 6, 7, 8] },
  },
  kernelSize: {
    kind: 'int',
    min: 1,
    max: 15,
    default: 3,
    title: 'Kernel size',
    doc: 'Side of the convolution window, in pixels.',
    templates: images,
  },
  pooling: {
    kind: 'choice',
    choices: poolings,
    default: 'max',
    title: 'Pooling',
    doc: 'What a 2x2 window of a feature map becomes: its maximum or its average.',
    templates: images,
  },
  activation: {
    kind: 'choice',
    choices: activations.filter((name) => name !== 'softmax'),
    default: 'relu',
    title: 'Activation',
    doc: 'The nonlinearity of hidden layers; the output of a classifier is always softmax, that of a regression linear.',
    templates: both,
  },
  initializer: {
    kind: 'choice',
    choices: initializerNames,
    default: 'heNormal',
    title: 'Initialiser',
    doc: 'The distribution that kernels are drawn from before training.',
    templates: both,
  },
  optimizer: {
    kind: 'choice',
    choices: optimizerNames,
    default: 'adam',
    title: 'Optimizer',
    doc: 'The rule that turns gradients into steps.',
    templates: both,
  },
  momentum: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.9,
    title: 'Momentum',
    doc: 'How much of the last step is carried into the next.',
    templates: both,
    actsWith: { name: 'optimizer', in: ['momentum', 'nesterov'] },
  },
  beta1: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.9,
    title: 'Beta 1',
    doc: "Decay of Adam's running mean of gradients.",
    templates: both,
    actsWith: { name: 'optimizer', in: ['adam', 'adamw'] },
  },
  beta2: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.999,
    title: 'Beta 2',
    doc: "Decay of Adam's running mean of squared gradients.",
    templates: both,
    actsWith: { name: 'optimizer', in: ['adam', 'adamw'] },
  },
  epsilon: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['min'],
    default: 1e-7,
    title: 'Epsilon',
    doc: 'Keeps the division by the size of past gradients from blowing up; larger values make steps more like plain descent.',
    templates: both,
    actsWith: { name: 'optimizer', in: ['adam', 'adamw', 'rmsprop', 'adagrad'] },
  },
  rho: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.9,
    title: 'Rho',
    doc: "Decay of RMSprop's running mean of squared gradients.",
    templates: both,
    actsWith: { name: 'optimizer', in: ['rmsprop'] },
  },
  regularisation: {
    kind: 'choice',
    choices: regularisations,
    title: 'Regularisation',
    doc: 'Which one penalty on kernels is used, others being off; without it, l1, l2 and weightDecay stand as they are given.',
    templates: both,
  },
  l1: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    title: 'L1',
    doc: 'Strength of the penalty on the sum of absolute weights of kernels; drives weights to zero.',
    templates: both,
  },
  l2: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    title: 'L2',
    doc: 'Strength of the penalty on the sum of squared weights of kernels.',
    templates: both,
  },
  weightDecay: {
    kind: 'float',
    min: 0,
    max: 10,
    default: 0,
    defaultFor: { adamw: defaultStrength.weightDecay },
    title: 'Weight decay',
    doc: 'Share of kernels, times the learning rate, that each step takes away, apart from the gradient.',
    templates: both,
  },
  dropout: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0,
    title: 'Dropout',
    doc: "Share of the dense part's activations that each training step leaves out at random.",
    templates: both,
  },
  batchNorm: {
    kind: 'bool',
    default: false,
    title: 'Batch normalisation',
    doc: 'Normalises each hidden layer over the batch, before its activation.',
    templates: both,
  },
  patience: {
    kind: 'int',
    min: 0,
    max: 100_000,
    default: 0,
    title: 'Patience',
    doc: 'Epochs without improvement on validation after which training stops; 0 never stops it.',
    templates: both,
  },
  minDelta: {
    kind: 'float',
    min: 0,
    max: 1e9,
    default: 0,
    title: 'Smallest improvement',
    doc: 'What the validation metric must gain to count as an improvement.',
    templates: both,
  },
  restoreBest: {
    kind: 'bool',
    default: true,
    title: 'Keep the best weights',
    doc: 'Ends with the weights of the best epoch on validation instead of the last.',
    templates: both,
  },
}
