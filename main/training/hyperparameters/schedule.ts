import { all } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const scheduleNames = ['constant', 'step', 'exponential', 'cosine'] as const
export type ScheduleName = (typeof scheduleNames)[number]

/** The learning rate and how it changes while training. */
export interface ScheduleHyperparameters {
  readonly learningRate: number
  readonly schedule: ScheduleName
  /** Epochs over which the rate rises linearly to learningRate, before the schedule takes over; may be fractional. */
  readonly warmupEpochs: number
  /** step: the rate is multiplied by decayFactor every decayEpochs; exponential: by decayFactor per decayEpochs, smoothly. */
  readonly decayFactor: number
  readonly decayEpochs: number
}

export const scheduleTable: Readonly<Record<keyof ScheduleHyperparameters, HyperparameterSpec>> = {
  learningRate: {
    kind: 'float',
    min: 0,
    max: 100,
    open: ['min'],
    default: 0.001,
    defaultFor: { sgd: 0.05, momentum: 0.01, nesterov: 0.01, adagrad: 0.01, adadelta: 1, adamax: 0.002, lion: 0.0003 },
    title: 'Learning rate',
    doc: 'The size of each step; the most important hyperparameter of all.',
    templates: all,
  },
  schedule: {
    kind: 'choice',
    choices: scheduleNames,
    default: 'constant',
    title: 'Schedule',
    doc: 'How the learning rate changes while training: constant, in steps, exponentially, or along half a cosine to zero.',
    templates: all,
  },
  warmupEpochs: {
    kind: 'float',
    min: 0,
    max: 10_000,
    default: 0,
    title: 'Warm-up',
    doc: 'Epochs over which the learning rate rises linearly to its value before the schedule takes over; may be fractional.',
    templates: all,
  },
  decayFactor: {
    kind: 'float',
    min: 0,
    max: 1,
    open: ['min'],
    default: 0.5,
    title: 'Decay factor',
    doc: 'What the learning rate is multiplied by per "decayEpochs".',
    templates: all,
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
    templates: all,
    actsWith: { name: 'schedule', in: ['step', 'exponential'] },
  },
}
