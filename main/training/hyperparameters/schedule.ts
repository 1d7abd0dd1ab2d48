import { all } from './spec.ts'
import type { HyperparameterSpec } from './spec.ts'

export const scheduleNames = [
  'constant',
  'step',
  'exponential',
  'cosine',
  'warmRestarts',
  'oneCycle',
  'polynomial',
  'plateau',
] as const
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
  /** Share of learningRate that schedules fall to, or never below. */
  readonly minimumRate: number
  /** warmRestarts: epochs of the first period, and how many times longer each is than the one before. */
  readonly restartEpochs: number
  readonly restartGrowth: number
  /** oneCycle: share of the epochs in which the rate rises, and the fraction of learningRate where it starts: 1 / this. */
  readonly riseShare: number
  readonly startDivisor: number
  /** polynomial: the power of the share of epochs that is left. */
  readonly decayPower: number
  /** plateau: epochs without improvement before a reduction by decayFactor, and epochs after one that do not count. */
  readonly plateauPatience: number
  readonly plateauCooldown: number
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
    doc: 'How the learning rate changes while training: constant, in steps, exponentially, along half a cosine, along cosines with warm restarts, up and down once, polynomially, or when validation stands still.',
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
    doc: 'What the learning rate is multiplied by per "decayEpochs", or at each standstill of validation.',
    templates: all,
    actsWith: { name: 'schedule', in: ['step', 'exponential', 'plateau'] },
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
  minimumRate: {
    kind: 'float',
    min: 0,
    max: 1,
    default: 0,
    title: 'Lowest rate',
    doc: 'Share of the learning rate that the schedule falls to, or never goes below.',
    templates: all,
    actsWith: { name: 'schedule', in: scheduleNames.filter((name) => name !== 'constant') },
  },
  restartEpochs: {
    kind: 'float',
    min: 0,
    max: 10_000,
    open: ['min'],
    default: 10,
    title: 'First period',
    doc: 'Epochs from full learning rate to the first warm restart.',
    templates: all,
    actsWith: { name: 'schedule', in: ['warmRestarts'] },
  },
  restartGrowth: {
    kind: 'float',
    min: 1,
    max: 10,
    default: 2,
    title: 'Growth of periods',
    doc: 'How many times longer each period between warm restarts is than the one before.',
    templates: all,
    actsWith: { name: 'schedule', in: ['warmRestarts'] },
  },
  riseShare: {
    kind: 'float',
    min: 0,
    max: 1,
    default: 0.3,
    title: 'Share of rise',
    doc: 'Share of training in which the one cycle rises to the learning rate; in the rest it falls.',
    templates: all,
    actsWith: { name: 'schedule', in: ['oneCycle'] },
  },
  startDivisor: {
    kind: 'float',
    min: 1,
    max: 10_000,
    default: 25,
    title: 'Start divisor',
    doc: 'The one cycle starts at the learning rate divided by this.',
    templates: all,
    actsWith: { name: 'schedule', in: ['oneCycle'] },
  },
  decayPower: {
    kind: 'float',
    min: 0,
    max: 10,
    open: ['min'],
    default: 1,
    title: 'Decay power',
    doc: 'Power of the polynomial by which the rate falls; 1 is a straight line.',
    templates: all,
    actsWith: { name: 'schedule', in: ['polynomial'] },
  },
  plateauPatience: {
    kind: 'int',
    min: 1,
    max: 10_000,
    default: 5,
    title: 'Patience of the rate',
    doc: 'Epochs without improvement on validation (by "minDelta") after which the rate is multiplied by the decay factor.',
    templates: all,
    actsWith: { name: 'schedule', in: ['plateau'] },
  },
  plateauCooldown: {
    kind: 'int',
    min: 0,
    max: 10_000,
    default: 0,
    title: 'Cooldown',
    doc: 'Epochs after a reduction of the rate that do not count as standstill.',
    templates: all,
    actsWith: { name: 'schedule', in: ['plateau'] },
  },
}
