import { all } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const averagings = ['none', 'ema', 'swa'] as const
export type Averaging = (typeof averagings)[number]

/** Whether an average of the weights over steps is what is evaluated and kept. */
export interface AveragingHyperparameters {
  readonly averaging: Averaging
  readonly averageDecay: number
  /** Share of the epochs after which stochastic weight averaging begins. */
  readonly averageFrom: number
}

export const averagingTable: Readonly<Record<keyof AveragingHyperparameters, HyperparameterSpec>> = {
  averaging: {
    kind: 'choice',
    choices: averagings,
    default: 'none',
    title: 'Weight averaging',
    doc: 'What is evaluated and kept: the weights, their exponential average (ema), or their mean over the last part of training (swa).',
    templates: all,
  },
  averageDecay: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.99,
    title: 'Average decay',
    doc: 'How much of the exponential average of weights stays at each step.',
    templates: all,
    actsWith: { name: 'averaging', in: ['ema'] },
  },
  averageFrom: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0.5,
    title: 'Averaging from',
    doc: 'Share of the epochs after which the mean of the weights begins.',
    templates: all,
    actsWith: { name: 'averaging', in: ['swa'] },
  },
}
