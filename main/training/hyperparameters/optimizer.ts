import { all } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const optimizerNames = ['sgd', 'momentum', 'nesterov', 'adam', 'adamw', 'rmsprop', 'adagrad'] as const
export type OptimizerName = (typeof optimizerNames)[number]

/** The rule that turns gradients into steps. */
export interface OptimizerHyperparameters {
  readonly optimizer: OptimizerName
  readonly momentum: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly rho: number
}

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
    doc: "Decay of Adam's running mean of gradients.",
    templates: all,
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
    templates: all,
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
    templates: all,
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
    templates: all,
    actsWith: { name: 'optimizer', in: ['rmsprop'] },
  },
}
