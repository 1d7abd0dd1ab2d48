import { ofTokens } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const encoders = ['average', 'max', 'conv', 'gru', 'lstm', 'simpleRnn', 'mlp'] as const
export type Encoder = (typeof encoders)[number]

/** How a network reads a text or a series. */
export interface TokenHyperparameters {
  readonly encoder: Encoder
  readonly embeddingUnits: number
  readonly tokenDropout: number
  readonly tokenSwap: number
}

export const tokenTable: Readonly<Record<keyof TokenHyperparameters, HyperparameterSpec>> = {
  encoder: {
    kind: 'choice',
    choices: encoders,
    choicesFor: {
      text: ['average', 'max', 'conv', 'gru', 'lstm', 'simpleRnn'],
      nextToken: ['mlp', 'gru', 'lstm', 'simpleRnn'],
      sequence: ['mlp', 'conv', 'gru', 'lstm', 'simpleRnn'],
    },
    default: 'average',
    title: 'Encoder',
    doc: 'What turns a sequence into what the dense part sees: the average or maximum of its steps, convolutions along it, a recurrent network, or all its steps side by side (mlp).',
    templates: ['text', 'nextToken', 'sequence'],
  },
  embeddingUnits: {
    kind: 'int',
    min: 1,
    max: 1024,
    default: 64,
    title: 'Embedding size',
    doc: 'Numbers that stand for each token, learnt with the network.',
    templates: ofTokens,
  },
  tokenDropout: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['max'],
    default: 0,
    title: 'Token dropout',
    doc: 'Share of tokens that each training step shows as unknown, drawn anew each time.',
    templates: ['text'],
  },
  tokenSwap: {
    kind: 'float',
    min: 0,
    max: 1,
    default: 0,
    title: 'Token swap',
    doc: 'Share of neighbouring tokens that change places in each training step, drawn anew each time.',
    templates: ['text'],
    actsWith: { name: 'encoder', in: ['conv', 'gru', 'lstm', 'simpleRnn'] },
  },
}
