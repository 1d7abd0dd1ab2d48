import { describe, expect, it } from 'vitest'
import { CompiledEngine } from '../../../main/training/engines/compiled/engine.ts'
import type { Activation } from '../../../main/training/hyperparameters/architecture.ts'
import { optimizerNames } from '../../../main/training/hyperparameters/optimizer.ts'
import { examplesFor, rowsFor, tinyJob } from './jobs.ts'
import type { JobOverrides } from './jobs.ts'
import { relativeError, trainWithTfjs } from './reference.ts'

const steps = 20
const count = 40
const engine = CompiledEngine.create(() => performance.now())

interface Row {
  readonly name: string
  readonly job: JobOverrides
}

const activations: Activation[] = [
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
  'softplus',
  'mish',
  'hardSwish',
  'prelu',
]
const optimizers = optimizerNames

const texts = { template: 'text', vocabulary: 12, inputShape: [6], layers: 0, embeddingUnits: 4 } as const
const characters = { template: 'nextToken', vocabulary: 7, outputs: 7, inputShape: [5], embeddingUnits: 3 } as const
const series = { template: 'sequence', inputShape: [6, 2], task: 'regression', outputs: 2 } as const

const table: Row[] = [
  ...activations.map((activation) => ({ name: `activation ${activation}`, job: { activation, layers: 2 } })),
  ...activations.map((activation) => ({
    name: `convolution with ${activation}`,
    job: { template: 'cnn', activation } as const,
  })),
  ...optimizers.map((optimizer) => ({
    name: `optimizer ${optimizer}`,
    job: { optimizer, activation: 'sigmoid' } as const,
  })),
  ...optimizers.map((optimizer) => ({
    name: `optimizer ${optimizer} with L1, L2 and weight decay`,
    job: { optimizer, l1: 0.001, l2: 0.01, weightDecay: 0.02 },
  })),
  { name: 'L1 alone', job: { l1: 0.01 } },
  { name: 'L2 alone', job: { l2: 0.01, optimizer: 'adam' } },
  { name: 'weight decay alone', job: { weightDecay: 0.1, optimizer: 'adamw' } },
  { name: 'regression', job: { task: 'regression', outputs: 2 } },
  { name: 'regression with one output and no hidden layer', job: { task: 'regression', outputs: 1, layers: 0 } },
  { name: 'dropout', job: { dropout: 0.4, layers: 2 } },
  { name: 'dropout and batch normalisation', job: { dropout: 0.25, batchNorm: true, layers: 2, activation: 'relu' } },
  { name: 'batch normalisation', job: { batchNorm: true, layers: 2, optimizer: 'momentum' } },
  { name: 'two convolution blocks with max pooling', job: { template: 'cnn', convBlocks: 2, activation: 'relu' } },
  { name: 'two convolution blocks with average pooling', job: { template: 'cnn', convBlocks: 2, pooling: 'average' } },
  { name: 'odd image sizes with max pooling', job: { template: 'cnn', inputShape: [7, 5, 1], activation: 'relu' } },
  { name: 'odd image sizes with average pooling', job: { template: 'cnn', inputShape: [7, 5, 1], pooling: 'average' } },
  {
    name: 'convolution with batch normalisation',
    job: { template: 'cnn', batchNorm: true, convBlocks: 2, optimizer: 'adam' },
  },
  { name: 'convolution with dropout and a dense layer', job: { template: 'cnn', dropout: 0.3, layers: 1, l2: 0.01 } },
  {
    name: 'convolutions of small images with many channels',
    job: { template: 'cnn', convBlocks: 2, filters: 8, activation: 'relu', optimizer: 'adam' },
  },
  { name: 'kernels of size 5', job: { template: 'cnn', kernelSize: 5, activation: 'relu' } },
  { name: 'kernels of size 2', job: { template: 'cnn', kernelSize: 2, activation: 'relu' } },
  { name: 'kernels of size 1', job: { template: 'cnn', kernelSize: 1 } },
  { name: 'images into a dense network', job: { inputShape: [4, 4, 1] } },
  ...(
    [
      { shift: 0.2 },
      { rotation: 40 },
      { zoom: 0.4 },
      { flip: 'both' },
      { shift: 0.1, rotation: 20, zoom: 0.2, flip: 'horizontal' },
      { brightness: 0.3 },
      { cutout: 0.5 },
      { timeMask: 0.4, frequencyMask: 0.5 },
      { mixup: 0.4 },
      { cutmix: 1 },
      { mixup: 0.4, cutmix: 1, dropout: 0.2 },
    ] as const
  ).map((augmentation) => ({
    name: `augmentation ${JSON.stringify(augmentation)}`,
    job: { template: 'cnn', activation: 'relu', inputShape: [7, 6, 2], ...augmentation } as const,
  })),
  ...(
    [
      { clipValue: 0.05 },
      { clipNorm: 0.1 },
      { clipGlobalNorm: 0.2 },
      { clipValue: 0.05, clipNorm: 0.1, clipGlobalNorm: 0.12, l2: 0.01 },
      { maxNorm: 0.8 },
      { maxNorm: 0.8, weightDecay: 0.1, optimizer: 'adam' },
      { averaging: 'ema', averageDecay: 0.9 },
      { averaging: 'swa', averageFrom: 0.3, optimizer: 'adam' },
      { accumulation: 2, dropout: 0.3 },
      { accumulation: 3, batchNorm: true },
    ] as const
  ).flatMap((settings) => [
    { name: `dense with ${JSON.stringify(settings)}`, job: { layers: 2, ...settings } as const },
    { name: `convolution with ${JSON.stringify(settings)}`, job: { template: 'cnn', ...settings } as const },
  ]),
  { name: 'mixup of rows', job: { mixup: 0.4 } },
  { name: 'mixup of a regression', job: { mixup: 1, task: 'regression', outputs: 2 } },
  ...(['layer', 'group'] as const).flatMap((normalisation): Row[] => [
    { name: `${normalisation} normalisation`, job: { normalisation, normalisationGroups: 2, layers: 2, neurons: 6 } },
    {
      name: `convolutions with ${normalisation} normalisation`,
      job: { template: 'cnn', normalisation, normalisationGroups: 2, filters: 4, convBlocks: 2 },
    },
  ]),
  {
    name: 'convolutions of a series with group normalisation and spatial dropout',
    job: { ...series, encoder: 'conv', normalisation: 'group', normalisationGroups: 3, spatialDropout: 0.3 },
  },
  { name: 'alpha dropout', job: { dropout: 0.3, dropoutKind: 'alpha', activation: 'selu', layers: 2 } },
  { name: 'spatial dropout', job: { template: 'cnn', spatialDropout: 0.4, convBlocks: 2 } },
  { name: 'noise on inputs and hidden layers', job: { inputNoise: 0.2, hiddenNoise: 0.3, layers: 2 } },
  ...(['residual', 'separable'] as const).flatMap((blockKind): Row[] => [
    {
      name: `${blockKind} blocks`,
      job: { template: 'cnn', blockKind, convBlocks: 2, filters: 4, activation: 'relu', optimizer: 'adam' },
    },
    {
      name: `${blockKind} blocks with normalisation and global pooling`,
      job: { template: 'cnn', blockKind, convBlocks: 2, batchNorm: true, globalPooling: true, inputShape: [7, 9, 2] },
    },
    { name: `${blockKind} blocks with PReLU`, job: { template: 'cnn', blockKind, activation: 'prelu', l2: 0.01 } },
  ]),
  { name: 'residual blocks without projection', job: { template: 'cnn', blockKind: 'residual', filters: 2 } },
  ...(
    [
      { classificationLoss: 'focal' },
      { classificationLoss: 'focal', focalGamma: 0.5, labelSmoothing: 0.1 },
      { classificationLoss: 'hinge' },
      { labelSmoothing: 0.2 },
      { classWeights: [0.5, 2, 1] },
      { classificationLoss: 'hinge', classWeights: [0.5, 2, 1], mixup: 0.4 },
      { task: 'regression', regressionLoss: 'meanAbsolute' },
      { task: 'regression', regressionLoss: 'huber', huberDelta: 0.4 },
      { task: 'regression', regressionLoss: 'logCosh' },
      { task: 'regression', regressionLoss: 'quantile', quantile: 0.8 },
    ] as const
  ).map((loss) => ({ name: `loss ${JSON.stringify(loss)}`, job: { ...loss, activation: 'relu' } as JobOverrides })),
  { name: 'a linear model', job: { template: 'linear', l2: 0.01 } },
  { name: 'a linear model of images', job: { template: 'linear', inputShape: [4, 4, 1], optimizer: 'adam' } },
  { name: 'a tapered network', job: { layers: 3, neurons: 9, neuronShape: 'tapered', neuronsLast: 3 } },
  { name: 'batches of one', job: { batchSize: 1 } },
  { name: 'a text by its average token', job: { ...texts, encoder: 'average', optimizer: 'adam' } },
  { name: 'a text by its average token, with L2 and token dropout', job: { ...texts, l2: 0.01, tokenDropout: 0.3 } },
  { name: 'a text by its largest steps', job: { ...texts, encoder: 'max', optimizer: 'adam', layers: 1 } },
  { name: 'convolutions of a text', job: { ...texts, encoder: 'conv', optimizer: 'adam', convBlocks: 2 } },
  {
    name: 'convolutions of a text, averaged, with normalisation, dropout, token dropout and swap',
    job: {
      ...texts,
      encoder: 'conv',
      pooling: 'average',
      batchNorm: true,
      dropout: 0.3,
      tokenDropout: 0.2,
      tokenSwap: 0.3,
      layers: 1,
    },
  },
  { name: 'the next token after a window', job: { ...characters, encoder: 'mlp', optimizer: 'adam' } },
  { name: 'spatial dropout of an embedding', job: { ...texts, encoder: 'max', spatialDropout: 0.3 } },
  { name: 'spatial dropout of an average', job: { ...texts, encoder: 'average', spatialDropout: 0.3, dropout: 0.2 } },
  { name: 'a text by a GRU, its largest states', job: { ...texts, encoder: 'gru', optimizer: 'adam' } },
  { name: 'a text by an LSTM, its average state', job: { ...texts, encoder: 'lstm', pooling: 'average' } },
  {
    name: 'the next token at each step of a GRU',
    job: { ...characters, encoder: 'gru', targetsPerExample: 5, optimizer: 'adam', dropout: 0.2 },
  },
  {
    name: 'the next token at each step of an LSTM, without a hidden layer',
    job: { ...characters, encoder: 'lstm', targetsPerExample: 5, layers: 0 },
  },
  { name: 'a series by an LSTM', job: { ...series, encoder: 'lstm' } },
  { name: 'a series by a GRU', job: { ...series, encoder: 'gru', optimizer: 'adam' } },
  { name: 'a series flattened', job: { ...series, encoder: 'mlp' } },
  { name: 'convolutions of a series', job: { ...series, encoder: 'conv', convBlocks: 2, optimizer: 'adam' } },
  {
    name: 'convolutions of a series, averaged, of even width',
    job: { ...series, encoder: 'conv', pooling: 'average', kernelSize: 4, activation: 'relu' },
  },
]

describe('compiled training equals tfjs on its cpu backend, from the same weights and batches', () => {
  it.each(table)('$name: losses, weights and predictions within 1e-4', async ({ job: overrides }) => {
    const job = tinyJob(overrides)
    const data = examplesFor(job, count)
    const rows = rowsFor(job, steps, count)
    const rates = Float32Array.from(
      { length: steps },
      (_, step) => job.hyperparameters.learningRate * (1 + step / steps),
    )
    const expected = trainWithTfjs(job, data, rows, rates)
    const session = await engine.open(job, data)
    const losses = await session.train({ rows, learningRates: rates, firstStep: 0 })
    const { tensors } = await session.capture()
    const predictions = await session.predict('train', 0, count)
    await session.dispose()
    expect(relativeError(losses, expected.losses)).toBeLessThan(1e-4)
    for (const [name, weights] of expected.weights)
      expect(relativeError(tensors.find((tensor) => tensor.name === name)!.values, weights), name).toBeLessThan(1e-4)
    expect(relativeError(predictions, expected.predictions)).toBeLessThan(1e-4)
  })
})
