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
  readonly activation: Activation
  readonly initializer: InitializerName
  readonly batchNorm: boolean
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
  batchNorm: {
    kind: 'bool',
    default: false,
    title: 'Batch normalisation',
    doc: 'Normalises each hidden layer over the batch, before its activation.',
    templates: hidden,
  },
}
