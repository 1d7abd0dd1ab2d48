import { all } from './spec.ts'
import type { HyperparameterSpec, NumberSpec } from './spec.ts'

export const optimizerNames = [
  'sgd',
  'momentum',
  'nesterov',
  'adam',
  'adamw',
  'rmsprop',
  'adagrad',
  'adadelta',
  'adamax',
  'nadam',
  'amsgrad',
  'lion',
] as const
export type OptimizerName = (typeof optimizerNames)[number]

/** Adam and its kin, with two running means. */
const adaptive: readonly OptimizerName[] = ['adam', 'adamw', 'adamax', 'nadam', 'amsgrad', 'lion']

/** The rule that turns gradients into steps. */
export interface OptimizerHyperparameters {
  readonly optimizer: OptimizerName
  readonly momentum: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly rho: number
  /** Limits of gradients: of each element, of each tensor's norm, of the norm of all; 0: off. */
  readonly clipValue: number
  readonly clipNorm: number
  readonly clipGlobalNorm: number
}

const limit = (title: string, doc: string): NumberSpec => ({
  kind: 'float',
  min: 0,
  max: 1e6,
  default: 0,
  title,
  doc,
  templates: all,
})

export const optimizerTable: Readonly<Record<keyof OptimizerHyperparameters, HyperparameterSpec>> = {
  optimizer: {
    kind: 'choice',
    choices: optimizerNames,
    default: 'adam',
    title: 'Optimizer',
    doc: 'The rule that turns gradients into steps.',
    templates: all,
  },
  momentum: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.9,
    title: 'Momentum',
    doc: 'How much of the last step is carried into the next.',
    templates: all,
    actsWith: { name: 'optimizer', in: ['momentum', 'nesterov'] },
  },
  beta1: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.9,
    title: 'Beta 1',
    doc: 'Decay of the running mean of gradients of Adam and its kin.',
    templates: all,
    actsWith: { name: 'optimizer', in: adaptive },
  },
  beta2: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.999,
    defaultFor: { lion: 0.99 },
    title: 'Beta 2',
    doc: "Decay of the running mean of squared gradients of Adam and its kin (of Lion's only memory).",
    templates: all,
    actsWith: { name: 'optimizer', in: adaptive },
  },
  epsilon: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['min'],
    default: 1e-7,
    title: 'Epsilon',
    doc: 'Keeps the division by the size of past gradients from blowing up; larger values make steps more like plain descent.',
    templates: all,
    actsWith: {
      name: 'optimizer',
      in: [...adaptive.filter((name) => name !== 'lion'), 'rmsprop', 'adagrad', 'adadelta'],
    },
  },
  rho: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.9,
    title: 'Rho',
    doc: 'Decay of the running mean of squared gradients of RMSprop and Adadelta.',
    templates: all,
    actsWith: { name: 'optimizer', in: ['rmsprop', 'adadelta'] },
  },
  clipValue: limit('Clip values', 'Gradients are kept within plus and minus this, number by number (0: off).'),
  clipNorm: limit('Clip norm', "Each tensor's gradient is shortened to at most this norm (0: off)."),
  clipGlobalNorm: limit(
    'Clip global norm',
    'All gradients together are shortened to at most this norm; the usual remedy in recurrent networks (0: off).',
  ),
}
