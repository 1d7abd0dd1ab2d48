import type { HyperparameterSpec } from './spec.ts'

export const cells = ['lstm', 'gru', 'simpleRnn'] as const
/** What a recurrent layer does at each step. */
export type Cell = (typeof cells)[number]

/** Layers that read a sequence step by step. */
export interface RecurrentHyperparameters {
  readonly recurrentUnits: number
  readonly recurrentLayers: number
  readonly bidirectional: boolean
  readonly recurrentDropout: number
}

const shared = {
  templates: ['text', 'nextToken', 'sequence'],
  actsWith: { name: 'encoder', in: ['gru', 'lstm', 'simpleRnn'] },
} as const satisfies Pick<HyperparameterSpec, 'templates' | 'actsWith'>

export const recurrentTable: Readonly<Record<keyof RecurrentHyperparameters, HyperparameterSpec>> = {
  recurrentUnits: {
    ...shared,
    kind: 'int',
    min: 1,
    max: 2048,
    default: 64,
    title: 'Recurrent units',
    doc: 'Numbers that a recurrent layer remembers from step to step, in each direction.',
  },
  recurrentLayers: {
    ...shared,
    kind: 'int',
    min: 1,
    max: 8,
    default: 1,
    title: 'Recurrent layers',
    doc: 'Recurrent layers on top of one another; each reads the states of the one below.',
  },
  bidirectional: {
    ...shared,
    kind: 'bool',
    default: false,
    title: 'Bidirectional',
    doc: 'Reads the sequence from its end as well, with weights of their own, and puts both readings side by side. A model of what comes next reads forwards only.',
    templates: ['text', 'sequence'],
  },
  recurrentDropout: {
    ...shared,
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0,
    title: 'Recurrent dropout',
    doc: 'Share of remembered numbers that the gates do not see, the same ones at every step of a sequence, drawn anew each training step.',
  },
}
