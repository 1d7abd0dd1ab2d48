import type { Configuration, Parameter, ParameterValue, SearchSpace } from '../../preload/contract/types.ts'
import { formatPlain, formatPower } from './numbers.ts'

/** What the name alone does not say well; the other names are taken apart into words. */
const titles: Readonly<Record<string, string>> = {
  warmupEpochs: 'warm-up',
  minimumRate: 'lowest rate',
  restartEpochs: 'first period',
  restartGrowth: 'growth of periods',
  riseShare: 'share of rise',
  plateauPatience: 'patience of the rate',
  plateauCooldown: 'cooldown',
  batchSizeLimit: 'largest batch',
  batchGrowthEpochs: 'epochs between growths',
  accumulation: 'gradient accumulation',
  minDelta: 'smallest improvement',
  stoppingAfter: 'patience begins after',
  stoppingMetric: 'patience follows',
  restoreBest: 'keep the best weights',
  layers: 'hidden layers',
  neuronShape: 'shape of the dense part',
  neuronsLast: 'neurons, last layer',
  initializer: 'initialiser',
  initScale: 'scale of initial weights',
  initDeviation: 'deviation of initial weights',
  biasStart: 'initial bias',
  batchNorm: 'batch normalisation',
  convBlocks: 'convolution blocks',
  blockKind: 'kind of block',
  globalPooling: 'global average pooling',
  classificationLoss: 'loss of a classifier',
  regressionLoss: 'loss of a regression',
  huberDelta: 'Huber delta',
  clipValue: 'clip values',
  l1: 'L1',
  l2: 'L2',
  maxNorm: 'max-norm',
  dropoutKind: 'kind of dropout',
  embeddingUnits: 'embedding size',
  cutmix: 'CutMix',
  averaging: 'weight averaging',
  averageFrom: 'averaging from',
}

const words: Readonly<Record<string, string>> = {
  sgd: 'SGD',
  momentum: 'momentum',
  nesterov: 'Nesterov',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  adamax: 'AdaMax',
  nadam: 'Nadam',
  amsgrad: 'AMSGrad',
  lion: 'Lion',
  relu: 'ReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  leakyRelu: 'leaky ReLU',
  prelu: 'PReLU',
  hardSwish: 'hard-swish',
  l1: 'L1',
  l2: 'L2',
  glorotNormal: 'Glorot normal',
  glorotUniform: 'Glorot uniform',
  heNormal: 'He normal',
  heUniform: 'He uniform',
  leCunNormal: 'LeCun normal',
  leCunUniform: 'LeCun uniform',
  crossEntropy: 'cross-entropy',
  huber: 'Huber',
  logCosh: 'log-cosh',
  gru: 'GRU',
  lstm: 'LSTM',
  simpleRnn: 'simple RNN',
  conv: 'convolutions',
  mlp: 'MLP',
  ema: 'exponential (EMA)',
  swa: 'stochastic (SWA)',
  f1: 'F1',
  mae: 'MAE',
  rmse: 'RMSE',
  r2: 'R\u00b2',
}

/** learningRate -> learning rate */
export function parameterTitle(name: string): string {
  const layer = /^neurons(\d)$/.exec(name)?.[1]
  if (layer !== undefined) return `neurons, layer ${layer}`
  return titles[name] ?? name.replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase()
}

/** Three digits on a log scale, in powers of ten where the range goes below 0.001; else as short as it can be said. */
export function formatValue(parameter: Parameter | undefined, value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string')
    return words[value] ?? value.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  if (parameter?.kind === 'float') {
    if (parameter.scale === 'log' && parameter.low < 0.001) return formatPower(value)
    return String(Number(value.toPrecision(3))).replace('-', '\u2212')
  }
  return formatPlain(value)
}

/** "linear", "log", "powers of 2", "category": what stands under an axis title. */
export function scaleTitle(parameter: Parameter): string {
  if (parameter.kind === 'categorical') return 'category'
  if (parameter.kind === 'bool') return 'yes or no'
  if (parameter.kind === 'fixed') return 'fixed'
  return parameter.scale === 'powersOf2' ? 'powers of 2' : parameter.scale
}

/** The condition in words, e.g. "only with momentum or Nesterov"; empty when there is none. */
export function conditionInWords(parameter: Parameter): string {
  return (parameter.when ?? [])
    .map((condition) => {
      if ('in' in condition)
        return `only with ${condition.in.map((value) => formatValue(undefined, value)).join(' or ')}`
      const title = parameterTitle(condition.parameter)
      if (condition.min !== undefined && condition.max !== undefined)
        return `only with ${title} ${formatPlain(condition.min)} to ${formatPlain(condition.max)}`
      if (condition.min !== undefined) return `only with ${title} from ${formatPlain(condition.min)}`
      return condition.max === undefined ? '' : `only with ${title} up to ${formatPlain(condition.max)}`
    })
    .filter((text) => text !== '')
    .join(', ')
}

export function variesIn(space: SearchSpace): readonly Parameter[] {
  return space.parameters.filter((parameter) => parameter.kind !== 'fixed')
}

/** The range in words: "1e−4 to 0.1, log", "Adam, SGD", "yes or no". */
export function rangeInWords(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'fixed':
      return formatValue(parameter, parameter.value)
    case 'bool':
      return 'yes or no'
    case 'categorical':
      return parameter.choices.map((choice) => formatValue(parameter, choice)).join(', ')
    default:
      return `${shortest(parameter, parameter.low)} to ${shortest(parameter, parameter.high)}, ${scaleTitle(parameter)}`
  }
}

/** Ends of ranges are round: 1.00e−4 is 1e−4. */
function shortest(parameter: Parameter, value: number): string {
  return formatValue(parameter, value).replace(/\.?0+e/, 'e')
}

/** What a configuration sets differently from another, as "learning rate 1.4e−3, dropout 0.31". */
export function differencesInWords(space: SearchSpace, configuration: Configuration, from: Configuration): string {
  const differing = variesIn(space).flatMap((parameter) => {
    const value = configuration[parameter.name]
    if (value === undefined || value === from[parameter.name]) return []
    return [`${parameterTitle(parameter.name)} ${formatValue(parameter, value)}`]
  })
  return differing.length === 0 ? 'nothing: these are the defaults' : differing.join(', ')
}

/** Trial 0: every parameter at its default, those left out whose condition does not hold. */
export function defaultConfiguration(space: SearchSpace): Configuration {
  const values: Record<string, ParameterValue> = {}
  for (const parameter of space.parameters)
    values[parameter.name] = parameter.kind === 'fixed' ? parameter.value : parameter.default
  return activeOnly(space, values)
}

/** Drops what is not active: parameters whose conditions do not hold, judged until nothing changes. */
export function activeOnly(space: SearchSpace, values: Configuration): Configuration {
  let kept: Configuration = values
  for (;;) {
    const next = Object.fromEntries(
      Object.entries(kept).filter(([name]) => {
        const parameter = space.parameters.find((candidate) => candidate.name === name)
        return (parameter?.when ?? []).every((condition) => {
          const parent = kept[condition.parameter]
          if (parent === undefined) return false
          if ('in' in condition) return condition.in.includes(parent)
          return (
            typeof parent === 'number' &&
            parent >= (condition.min ?? -Infinity) &&
            parent <= (condition.max ?? Infinity)
          )
        })
      }),
    )
    if (Object.keys(next).length === Object.keys(kept).length) return next
    kept = next
  }
}
