/**
 * The hyperparameters that templates understand. Ranges, defaults and meaning: hyperparameter-table.ts.
 * A study's search space names these; a configuration is completed by complete-hyperparameters.ts.
 */
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

export const optimizerNames = ['sgd', 'momentum', 'nesterov', 'adam', 'adamw', 'rmsprop', 'adagrad'] as const
export type OptimizerName = (typeof optimizerNames)[number]

export const scheduleNames = ['constant', 'step', 'exponential', 'cosine'] as const
export type ScheduleName = (typeof scheduleNames)[number]

export const poolings = ['max', 'average'] as const
export type Pooling = (typeof poolings)[number]

export interface Hyperparameters {
  readonly learningRate: number
  readonly schedule: ScheduleName
  /** Epochs over which the rate rises linearly to learningRate, before the schedule takes over; may be fractional. */
  readonly warmupEpochs: number
  /** step: the rate is multiplied by decayFactor every decayEpochs; exponential: by decayFactor per decayEpochs, smoothly. */
  readonly decayFactor: number
  readonly decayEpochs: number
  readonly batchSize: number
  readonly epochs: number
  /** Dense hidden layers, and their neurons: neurons1 .. neurons8 override `neurons` layer by layer. */
  readonly layers: number
  readonly neurons: number
  readonly neuronsPerLayer: readonly (number | undefined)[]
  /** CNN: convolution blocks (convolution, optional normalisation, activation, pooling) and filters of the first block. */
  readonly convBlocks: number
  readonly filters: number
  readonly filterGrowth: number
  readonly kernelSize: number
  readonly pooling: Pooling
  readonly activation: Activation
  readonly initializer: InitializerName
  readonly optimizer: OptimizerName
  readonly momentum: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly rho: number
  readonly l1: number
  readonly l2: number
  readonly weightDecay: number
  readonly dropout: number
  readonly batchNorm: boolean
  /** Early stopping: epochs without improvement before training stops; 0 switches it off. */
  readonly patience: number
  readonly minDelta: number
  readonly restoreBest: boolean
}
