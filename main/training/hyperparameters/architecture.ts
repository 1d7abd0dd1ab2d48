import { hidden, withHiddenDense } from './spec.ts'
import type { HyperparameterSpec, NumberSpec } from './spec.ts'

export const activations = [
  'linear',
  'relu',
  'tanh',
  'sigmoid',
  'softmax',
  'elu',
  'selu',
  'leakyRelu',
  'gelu',
  'swish',
  'softplus',
  'mish',
  'hardSwish',
  'prelu',
] as const
export type Activation = (typeof activations)[number]

export const initializerNames = [
  'zeros',
  'ones',
  'constant',
  'randomNormal',
  'randomUniform',
  'truncatedNormal',
  'varianceScaling',
  'glorotNormal',
  'glorotUniform',
  'heNormal',
  'heUniform',
  'leCunNormal',
  'leCunUniform',
  'orthogonal',
  'identity',
] as const
export type InitializerName = (typeof initializerNames)[number]

export const neuronShapes = ['uniform', 'tapered'] as const
export type NeuronShape = (typeof neuronShapes)[number]

export const normalisations = ['none', 'batch', 'layer', 'group'] as const
export type Normalisation = (typeof normalisations)[number]

/** neurons1 .. neurons8 set one hidden layer each. */
export type PerLayer = `neurons${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`

const neuronsOf = (layer: number): NumberSpec => ({
  kind: 'int',
  min: 1,
  max: 16_384,
  title: `Neurons, layer ${layer}`,
  doc: `Neurons of dense hidden layer ${layer}; without it, the layer has as many as "neurons" says.`,
  templates: withHiddenDense,
  actsWith: { name: 'layers', in: [1, 2, 3, 4, 5, 6, 7, 8].filter((count) => count >= layer) },
})

/** What hidden layers are made of. */
export interface ArchitectureHyperparameters {
  /** Dense hidden layers, and their neurons: neurons1 .. neurons8 override `neurons` layer by layer. */
  readonly layers: number
  readonly neurons: number
  readonly neuronsPerLayer: readonly (number | undefined)[]
  readonly neuronShape: NeuronShape
  readonly neuronsLast: number
  readonly activation: Activation
  readonly initializer: InitializerName
  readonly initScale: number
  readonly initDeviation: number
  readonly biasStart: number
  readonly batchNorm: boolean
  /** Absent: batch normalisation if `batchNorm` says so. */
  readonly normalisation?: Normalisation
  readonly normalisationGroups: number
}

export const architectureTable: Readonly<
  Record<Exclude<keyof ArchitectureHyperparameters, 'neuronsPerLayer'> | PerLayer, HyperparameterSpec>
> = {
  layers: {
    kind: 'int',
    min: 0,
    max: 8,
    default: 2,
    title: 'Hidden layers',
    doc: 'Dense hidden layers; in a convolutional network they follow the blocks. 0 leaves the output layer alone.',
    templates: withHiddenDense,
  },
  neurons: {
    kind: 'int',
    min: 1,
    max: 16_384,
    default: 64,
    title: 'Neurons',
    doc: 'Neurons of each dense hidden layer that "neurons1" to "neurons8" do not set.',
    templates: withHiddenDense,
    actsWith: { name: 'layers', in: [1, 2, 3, 4, 5, 6, 7, 8] },
  },
  neuronShape: {
    kind: 'choice',
    choices: neuronShapes,
    default: 'uniform',
    title: 'Shape of the dense part',
    doc: 'Whether dense hidden layers have equally many neurons, or each a constant share of the one before, from "neurons" to "neuronsLast".',
    templates: withHiddenDense,
    actsWith: { name: 'layers', in: [2, 3, 4, 5, 6, 7, 8] },
  },
  neuronsLast: {
    kind: 'int',
    min: 1,
    max: 16_384,
    default: 16,
    title: 'Neurons, last layer',
    doc: 'Neurons of the last dense hidden layer of a tapered network.',
    templates: withHiddenDense,
    actsWith: { name: 'neuronShape', in: ['tapered'] },
  },
  neurons1: neuronsOf(1),
  neurons2: neuronsOf(2),
  neurons3: neuronsOf(3),
  neurons4: neuronsOf(4),
  neurons5: neuronsOf(5),
  neurons6: neuronsOf(6),
  neurons7: neuronsOf(7),
  neurons8: neuronsOf(8),
  activation: {
    kind: 'choice',
    choices: activations.filter((name) => name !== 'softmax'),
    default: 'relu',
    title: 'Activation',
    doc: 'The nonlinearity of hidden layers; the output of a classifier is always softmax, that of a regression linear.',
    templates: hidden,
  },
  initializer: {
    kind: 'choice',
    choices: initializerNames,
    default: 'heNormal',
    title: 'Initialiser',
    doc: 'The distribution that kernels are drawn from before training.',
    templates: hidden,
  },
  initScale: {
    kind: 'float',
    min: 0,
    max: 100,
    open: ['min'],
    default: 1,
    title: 'Scale of initial weights',
    doc: 'What the initial kernels are multiplied by, whatever the initialiser.',
    templates: hidden,
  },
  initDeviation: {
    kind: 'float',
    min: 0,
    max: 10,
    open: ['min'],
    default: 0.05,
    title: 'Deviation of initial weights',
    doc: 'Standard deviation of the normal initialisers that do not look at the size of a layer, before "initScale".',
    templates: hidden,
    actsWith: { name: 'initializer', in: ['randomNormal', 'truncatedNormal'] },
  },
  biasStart: {
    kind: 'float',
    min: -10,
    max: 10,
    default: 0,
    title: 'Initial bias',
    doc: 'What biases of dense and convolutional hidden layers start from; slightly above 0 keeps ReLUs alive at first. Layers that are normalised have none.',
    templates: hidden,
  },
  normalisation: {
    kind: 'choice',
    choices: normalisations,
    title: 'Normalisation',
    doc: 'What each hidden layer is normalised over before its activation: the batch, the features of an example, or groups of its features; without it, "batchNorm" decides.',
    templates: hidden,
  },
  normalisationGroups: {
    kind: 'int',
    min: 1,
    max: 256,
    default: 8,
    title: 'Normalisation groups',
    doc: 'Groups of features of group normalisation, at most: of a layer whose features they do not divide, the next smaller number that does.',
    templates: hidden,
    actsWith: { name: 'normalisation', in: ['group'] },
  },
  batchNorm: {
    kind: 'bool',
    default: false,
    title: 'Batch normalisation',
    doc: 'Normalises each hidden layer over the batch, before its activation.',
    templates: hidden,
  },
}
