import { describe, expect, test } from 'vitest'
import { completeHyperparameters } from '../../main/training/hyperparameters/complete.ts'
import type { EngineName } from '../../main/training/engines/engine.ts'
import { hyperparameterTable } from '../../main/training/hyperparameters/table.ts'
import type { HyperparameterName } from '../../main/training/hyperparameters/table.ts'
import { averagings } from '../../main/training/hyperparameters/averaging.ts'
import { flips } from '../../main/training/hyperparameters/augmentation.ts'
import { augmentationAmounts } from '../../main/training/program/augmentation/augment.ts'
import { activations, initializerNames } from '../../main/training/hyperparameters/architecture.ts'
import { optimizerNames } from '../../main/training/hyperparameters/optimizer.ts'
import { scheduleNames } from '../../main/training/hyperparameters/schedule.ts'
import type { EpochMetrics } from '../../main/training/result.ts'
import type { TemplateName } from '../../main/training/templates/names.ts'
import { encoders } from '../../main/training/hyperparameters/tokens.ts'
import { jobFor, smallData, smallTexts } from './small-jobs.ts'
import { train } from './training.ts'

/** The engine that users get. */
const engine: EngineName = 'compiled'

type Configuration = Readonly<Record<string, number | string | boolean>>

const tables = smallData()
const values = smallData({ task: 'regression', outputs: 2 })
const images = smallData({ inputShape: [6, 6, 1], train: 64, validation: 32 })

const small: Configuration = {
  layers: 2,
  neurons: 7,
  epochs: 3,
  batchSize: 16,
  learningRate: 0.02,
  patience: 0,
  dropout: 0,
}
const convolutional: Configuration = { ...small, layers: 1, filters: 3, convBlocks: 2, epochs: 2 }

const reading: Configuration = { ...small, layers: 0, embeddingUnits: 5, filters: 4, convBlocks: 1, epochs: 2 }

/** What a trained network is: its tensors (slots left out) and what it scored, exact. */
async function outcome(template: TemplateName, configuration: Configuration, task?: 'regression') {
  const data =
    task === 'regression' ? values : template === 'cnn' ? images : template === 'text' ? smallTexts() : tables
  const hyperparameters = completeHyperparameters(template, configuration)
  const job = jobFor(data, hyperparameters, { template })
  const { state, validation, epochs, keptEpoch } = await train(job, data, engine)
  const weights = state.tensors.filter(({ name }) => !name.includes(':'))
  return { weights: weights.map(({ name, values }) => [name, [...values]]), validation, epochs, keptEpoch }
}

interface Change {
  readonly name: HyperparameterName
  readonly from: Configuration
  readonly to: Configuration
  readonly template?: 'cnn' | 'text'
  readonly task?: 'regression'
}

const change = (
  name: HyperparameterName,
  from: Configuration[string],
  to: Configuration[string],
  rest: Configuration = {},
): Change => ({
  name,
  from: { ...rest, [name]: from },
  to: { ...rest, [name]: to },
})
const textChange = (...args: Parameters<typeof change>): Change => ({ ...change(...args), template: 'text' })
const valueChange = (...args: Parameters<typeof change>): Change => ({ ...change(...args), task: 'regression' })
const imageChange = (...args: Parameters<typeof change>): Change => ({ ...change(...args), template: 'cnn' })

const augmentations = [...augmentationAmounts, 'mixup', 'cutmix'] as const

/** No epoch gains this much, so that validation stands still. */
const standstill: Configuration = { plateauPatience: 1, minDelta: 10, epochs: 5, restoreBest: false }

/** With `rest` in place, going from one value to the other changes what comes out. One row and more for each hyperparameter. */
const changes: readonly Change[] = [
  change('learningRate', 0.02, 0.021),
  ...scheduleNames
    .filter((name) => name !== 'constant' && name !== 'plateau')
    .map((name) => change('schedule', 'constant', name, { decayEpochs: 1 })),
  change('schedule', 'constant', 'plateau', standstill),
  change('decayFactor', 0.5, 0.4, { ...standstill, schedule: 'plateau' }),
  change('minimumRate', 0, 0.3, { schedule: 'cosine', restoreBest: false }),
  change('minimumRate', 0, 0.9, { schedule: 'step', decayEpochs: 1 }),
  change('restartEpochs', 1, 2, { schedule: 'warmRestarts' }),
  change('restartGrowth', 1, 2, { schedule: 'warmRestarts', restartEpochs: 0.5 }),
  change('riseShare', 0.3, 0.6, { schedule: 'oneCycle' }),
  change('startDivisor', 25, 5, { schedule: 'oneCycle' }),
  change('decayPower', 1, 2, { schedule: 'polynomial' }),
  change('plateauPatience', 1, 3, { ...standstill, schedule: 'plateau' }),
  change('plateauCooldown', 0, 2, { ...standstill, schedule: 'plateau' }),
  change('warmupEpochs', 0, 1.5),
  change('decayFactor', 0.5, 0.4, { schedule: 'step', decayEpochs: 1 }),
  change('decayFactor', 0.5, 0.4, { schedule: 'exponential' }),
  change('decayEpochs', 1, 2, { schedule: 'step' }),
  change('decayEpochs', 1, 1.5, { schedule: 'exponential' }),
  change('batchSize', 16, 8),
  change('epochs', 3, 4, { restoreBest: false }),
  change('layers', 2, 0),
  change('layers', 2, 3),
  change('neurons', 7, 8),
  ...([1, 2, 3, 4, 5, 6, 7, 8] as const).map((layer): Change => {
    const name = `neurons${layer}` as const
    return { name, from: { layers: layer }, to: { layers: layer, [name]: 3 } }
  }),
  imageChange('convBlocks', 1, 2),
  imageChange('filters', 3, 4),
  imageChange('filterGrowth', 1, 1.5),
  imageChange('kernelSize', 3, 2),
  imageChange('pooling', 'max', 'average'),
  ...(['residual', 'separable'] as const).map((kind) => imageChange('blockKind', 'plain', kind)),
  imageChange('globalPooling', false, true, { convBlocks: 1 }),
  change('neuronShape', 'uniform', 'tapered', { neuronsLast: 3 }),
  change('neuronsLast', 3, 4, { neuronShape: 'tapered' }),
  change('initScale', 1, 0.5),
  change('initDeviation', 0.05, 0.1, { initializer: 'randomNormal' }),
  change('initDeviation', 0.05, 0.1, { initializer: 'truncatedNormal' }),
  change('biasStart', 0, 0.1),
  imageChange('biasStart', 0, 0.1, { layers: 0, batchNorm: false }),
  ...(['batch', 'layer', 'group'] as const).flatMap((kind) => [
    change('normalisation', 'none', kind),
    imageChange('normalisation', 'none', kind),
  ]),
  change('normalisationGroups', 1, 4, { normalisation: 'group', neurons: 8 }),
  change('dropoutKind', 'standard', 'alpha', { dropout: 0.2 }),
  imageChange('spatialDropout', 0, 0.3),
  imageChange('spatialDropout', 0.3, 0.4),
  textChange('spatialDropout', 0, 0.3, { encoder: 'conv' }),
  ...(['inputNoise', 'hiddenNoise'] as const).flatMap((name) => [change(name, 0, 0.1), change(name, 0.1, 0.2)]),
  ...(['focal', 'hinge'] as const).map((name) => change('classificationLoss', 'crossEntropy', name)),
  change('focalGamma', 2, 1, { classificationLoss: 'focal' }),
  change('labelSmoothing', 0, 0.1),
  change('labelSmoothing', 0.1, 0.2, { classificationLoss: 'focal' }),
  change('classWeights', 'none', 'balanced'),
  ...(['meanAbsolute', 'huber', 'logCosh', 'quantile'] as const).map((name) =>
    valueChange('regressionLoss', 'meanSquared', name),
  ),
  valueChange('huberDelta', 1, 0.5, { regressionLoss: 'huber' }),
  valueChange('quantile', 0.5, 0.8, { regressionLoss: 'quantile' }),
  ...activations
    .filter((name) => name !== 'relu' && name !== 'softmax')
    .map((name) => change('activation', 'relu', name)),
  imageChange('activation', 'relu', 'leakyRelu'),
  ...initializerNames.filter((name) => name !== 'heNormal').map((name) => change('initializer', 'heNormal', name)),
  ...optimizerNames
    .filter((name) => name !== 'adam')
    .map((name) => change('optimizer', 'adam', name, name === 'adamw' ? {} : { weightDecay: 0 })),
  change('momentum', 0.9, 0.8, { optimizer: 'momentum' }),
  change('momentum', 0.9, 0.8, { optimizer: 'nesterov' }),
  change('beta1', 0.9, 0.8),
  change('beta2', 0.999, 0.99),
  ...(['adam', 'rmsprop', 'adagrad'] as const).map((optimizer) => change('epsilon', 1e-7, 1e-2, { optimizer })),
  change('rho', 0.9, 0.8, { optimizer: 'rmsprop' }),
  change('l1', 0, 1e-3),
  change('l2', 0, 1e-3),
  ...optimizerNames.map((optimizer) => change('weightDecay', 0, 0.1, { optimizer })),
  ...(['l1', 'l2', 'weightDecay'] as const).map((kind) => change('regularisation', 'none', kind)),
  change('dropout', 0, 0.3),
  change('dropout', 0.3, 0.31),
  imageChange('dropout', 0, 0.3),
  change('batchNorm', false, true),
  imageChange('batchNorm', false, true),
  change('fullBatch', false, true),
  change('accumulation', 1, 2),
  change('batchGrowth', 1, 2, { batchGrowthEpochs: 1 }),
  change('batchGrowth', 2, 1.5, { batchGrowthEpochs: 1 }),
  change('batchGrowthEpochs', 1, 2, { batchGrowth: 2 }),
  change('batchSizeLimit', 1024, 24, { batchGrowth: 2, batchGrowthEpochs: 1 }),
  change('clipValue', 0, 0.01, { optimizer: 'sgd' }),
  change('clipNorm', 0, 0.05, { optimizer: 'sgd' }),
  change('clipGlobalNorm', 0, 0.05, { optimizer: 'sgd' }),
  change('clipGlobalNorm', 0.05, 0.04, { optimizer: 'sgd' }),
  change('maxNorm', 0, 0.5),
  change('maxNorm', 0.5, 0.6),
  ...averagings.slice(1).map((name) => change('averaging', 'none', name)),
  change('averageDecay', 0.99, 0.8, { averaging: 'ema' }),
  change('averageFrom', 0.5, 0.2, { averaging: 'swa' }),
  ...augmentations.map((name) => imageChange(name, 0, 0.4)),
  ...augmentations.map((name) => imageChange(name, 0.4, name === 'rotation' ? 20 : 0.5)),
  change('mixup', 0, 0.4),
  ...flips.slice(1).map((name) => imageChange('flip', 'none', name)),
  ...encoders
    .filter((name) => name !== 'average' && name !== 'mlp')
    .map((name) => textChange('encoder', 'average', name)),
  textChange('embeddingUnits', 5, 6),
  textChange('embeddingUnits', 5, 6, { encoder: 'max' }),
  textChange('filters', 4, 5, { encoder: 'conv' }),
  textChange('kernelSize', 3, 2, { encoder: 'conv' }),
  textChange('convBlocks', 1, 2, { encoder: 'conv' }),
  textChange('pooling', 'max', 'average', { encoder: 'conv' }),
  textChange('tokenDropout', 0, 0.3),
  textChange('tokenDropout', 0.3, 0.4, { encoder: 'conv' }),
  textChange('tokenSwap', 0, 0.3, { encoder: 'conv' }),
  textChange('recurrentUnits', 4, 5, { encoder: 'gru' }),
  textChange('recurrentLayers', 1, 2, { encoder: 'gru', recurrentUnits: 4 }),
  textChange('bidirectional', false, true, { encoder: 'gru', recurrentUnits: 4 }),
  textChange('recurrentDropout', 0, 0.3, { encoder: 'gru', recurrentUnits: 4 }),
  textChange('spatialDropout', 0, 0.3),
  textChange('spatialDropout', 0, 0.3, { encoder: 'max' }),
  textChange('l2', 0, 1e-2),
  change('patience', 0, 1, { learningRate: 3, epochs: 20, restoreBest: false, optimizer: 'sgd' }),
  change('minDelta', 0, 10, { patience: 1, epochs: 6, restoreBest: false }),
  change('stoppingAfter', 0, 3, { patience: 1, minDelta: 10, epochs: 6, restoreBest: false }),
  // The loss gains more than 0.02 an epoch here, and accuracy does not.
  change('stoppingMetric', 'objective', 'accuracy', { patience: 1, epochs: 12, restoreBest: false, minDelta: 0.02 }),
  change('restoreBest', true, false, { learningRate: 0.9, epochs: 12 }),
]

describe('every hyperparameter acts on the default engine', () => {
  test('the table below has a row for each of them', () => {
    expect(new Set(changes.map(({ name }) => name))).toEqual(new Set(Object.keys(hyperparameterTable)))
  })

  test.each(
    changes.map((each) => [`${each.name}: ${JSON.stringify(each.from)} -> ${JSON.stringify(each.to)}`, each] as const),
  )('%s', async (_title, { from, to, template, task }) => {
    const base = { mlp: small, cnn: convolutional, text: reading }[template ?? 'mlp']
    const run = (settings: Configuration) => outcome(template ?? 'mlp', { ...base, ...settings }, task)
    const [before, again, after] = [await run(from), await run(from), await run(to)]
    expect(again).toEqual(before)
    expect(after).not.toEqual(before)
  })

  test('an inactive one does not: beta1 with plain descent', async () => {
    const plain = { ...small, optimizer: 'sgd' }
    expect(await outcome('mlp', { ...plain, beta1: 0.5 })).toEqual(await outcome('mlp', { ...plain, beta1: 0.9 }))
  })
})

describe('every metric is reported by the default engine', () => {
  test.each([
    [
      'classification',
      tables,
      ['loss', 'accuracy', 'balancedAccuracy', 'f1', 'logLoss', 'perplexity'],
      ['precision', 'recall', 'rocAuc', 'prAuc', 'brier', 'calibrationError'],
    ],
    [
      'regression',
      smallData({ task: 'regression', outputs: 2 }),
      ['loss', 'mae', 'rmse', 'r2'],
      ['medianAbsoluteError', 'mape', 'pinball'],
    ],
  ] as const)('%s', async (_task, data, names, inTheEnd) => {
    const epochs: EpochMetrics[] = []
    const result = await train(jobFor(data, { epochs: 3 }), data, engine, {
      onEpoch: (metrics) => epochs.push(metrics),
    })
    const each = [
      ...[result.validation, result.train].map((metrics) => [metrics, [...names, ...inTheEnd]] as const),
      ...epochs.map(({ validation }) => [validation, names] as const),
    ]
    for (const [metrics, expected] of each) {
      expect(Object.keys(metrics)).toEqual(expected)
      for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true)
    }
    for (const { seconds, samplesPerSecond } of epochs) {
      expect(seconds).toBeGreaterThan(0)
      expect(samplesPerSecond).toBeGreaterThan(0)
    }
    expect(result.seconds).toBeCloseTo(
      epochs.reduce((sum, { seconds }) => sum + seconds, 0),
      9,
    )
    expect(result.parameters).toBe(6 * 8 + 8 + 8 * data.outputs + data.outputs)
  })

  test.each(['loss', 'accuracy', 'f1'] as const)(
    'and %s decides which weights are kept, when it is monitored',
    async (metric) => {
      const direction = metric === 'loss' ? 'minimise' : 'maximise'
      const epochs: EpochMetrics[] = []
      const job = jobFor(tables, { epochs: 15, learningRate: 0.2 }, { monitor: { metric, direction } })
      const result = await train(job, tables, engine, { onEpoch: (metrics) => epochs.push(metrics) })
      const values = epochs.map(({ validation }) => validation[metric]!)
      const best = direction === 'minimise' ? Math.min(...values) : Math.max(...values)
      expect(result.keptEpoch).toBe(values.indexOf(best) + 1)
      expect(result.validation[metric]).toBe(best)
    },
  )
})
