import type { Activation, InitializerName } from '../hyperparameters/architecture.ts'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { leakySlope } from '../spec/activation-layers.ts'
import { outputShape } from '../spec/shapes.ts'
import { batchSizeOf, courseNames, leftOutOf, shapeNames } from './left-out.ts'
import { call, code, tuple, type PythonValue } from './python.ts'
import { ratesChange, scheduleFunction } from './schedule.ts'

const taken = new Set<string>([
  ...shapeNames,
  ...courseNames,
  'clipValue',
  'clipNorm',
  'clipGlobalNorm',
  'maxNorm',
  'inputNoise',
  'patience',
  'minDelta',
  'stoppingAfter',
  'plateauPatience',
  'plateauCooldown',
])

const activationNames: Readonly<Partial<Record<Activation, string>>> = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softmax: 'softmax',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  swish: 'silu',
  softplus: 'softplus',
  mish: 'mish',
  hardSwish: 'hard_silu',
}

/** An activation as a layer. */
function activationLayer(activation: Activation, rank: number): string {
  if (activation === 'leakyRelu') return call('layers.LeakyReLU', [], { negative_slope: leakySlope })
  if (activation === 'prelu')
    return call('layers.PReLU', [], {
      shared_axes:
        rank > 1 ? code(`[${Array.from({ length: rank - 1 }, (_, axis) => axis + 1).join(', ')}]`) : undefined,
    })
  return call('layers.Activation', [activationNames[activation] ?? 'linear'])
}

function initializerOf({ initializer, initScale, initDeviation }: Hyperparameters): PythonValue {
  const names: Readonly<Record<InitializerName, string>> = {
    zeros: 'Zeros()',
    ones: 'Ones()',
    constant: 'Constant(0.05)',
    randomNormal: `RandomNormal(stddev=${initDeviation})`,
    randomUniform: 'RandomUniform()',
    truncatedNormal: `TruncatedNormal(stddev=${initDeviation})`,
    varianceScaling: 'VarianceScaling()',
    glorotNormal: 'GlorotNormal()',
    glorotUniform: 'GlorotUniform()',
    heNormal: 'HeNormal()',
    heUniform: 'HeUniform()',
    leCunNormal: 'LecunNormal()',
    leCunUniform: 'LecunUniform()',
    orthogonal: `Orthogonal(gain=${initScale})`,
    identity: `Identity(gain=${initScale})`,
  }
  return code(`initializers.${names[initializer]}`)
}

interface Weighted {
  readonly h: Hyperparameters
  readonly isOutput: boolean
}

/** What every layer with a kernel says of its weights. */
function weights({ h, isOutput }: Weighted): Readonly<Record<string, PythonValue>> {
  return {
    ...(isOutput ? {} : { kernel_initializer: initializerOf(h) }),
    bias_initializer: !isOutput && h.biasStart !== 0 ? code(`initializers.Constant(${h.biasStart})`) : undefined,
    kernel_regularizer: h.l1 > 0 || h.l2 > 0 ? code(call('regularizers.L1L2', [], { l1: h.l1, l2: h.l2 })) : undefined,
    kernel_constraint: h.maxNorm > 0 ? code(call('constraints.MaxNorm', [h.maxNorm])) : undefined,
  }
}

/** Calls that a layer becomes, each applied to what came before; a residual one becomes lines of its own. */
function callsOf(layer: LayerSpec, input: readonly number[], h: Hyperparameters): string[] {
  const own = (spec: { readonly bias: boolean; readonly activation: Activation }) => {
    const inline = activationNames[spec.activation]
    const after =
      inline === undefined && spec.activation !== 'linear' ? [activationLayer(spec.activation, input.length)] : []
    const named = {
      activation: inline,
      use_bias: spec.bias ? undefined : false,
      ...weights({ h, isOutput: layer.name === 'output' }),
    }
    return { named, after }
  }
  switch (layer.kind) {
    case 'dense': {
      const { named, after } = own(layer)
      return [call('layers.Dense', [layer.units], named), ...after]
    }
    case 'conv1d':
    case 'conv2d': {
      const { named, after } = own(layer)
      const name = layer.kind === 'conv1d' ? 'layers.Conv1D' : 'layers.Conv2D'
      return [call(name, [layer.filters, layer.kernelSize], { padding: 'same', ...named }), ...after]
    }
    case 'depthwiseConv2d':
      return [call('layers.DepthwiseConv2D', [layer.kernelSize], { padding: 'same', use_bias: false })]
    case 'embedding':
      return [call('layers.Embedding', [layer.vocabulary, layer.units], { mask_zero: true })]
    case 'embeddingBag':
      return [
        call('layers.Embedding', [layer.vocabulary, layer.units], { mask_zero: true }),
        'layers.GlobalAveragePooling1D()',
      ]
    case 'poolTime':
      return [layer.pooling === 'max' ? 'layers.GlobalMaxPooling1D()' : 'layers.GlobalAveragePooling1D()']
    case 'recurrent': {
      const cell = { lstm: 'layers.LSTM', gru: 'layers.GRU', simpleRnn: 'layers.SimpleRNN' }[layer.cell]
      const inner = call(cell, [layer.units], {
        return_sequences: layer.sequences ? true : undefined,
        recurrent_dropout: layer.dropout ? h.recurrentDropout : undefined,
      })
      return [layer.bidirectional ? call('layers.Bidirectional', [code(inner)]) : inner]
    }
    case 'batchNorm':
      return [call('layers.BatchNormalization', [], { momentum: 0.9 })]
    case 'layerNorm':
      return [call('layers.LayerNormalization', [], { epsilon: 0.001 })]
    case 'groupNorm':
      return [call('layers.GroupNormalization', [layer.groups], { epsilon: 0.001 })]
    case 'activation':
      return [activationLayer(layer.activation, input.length)]
    case 'pool2d':
      return [layer.pooling === 'max' ? 'layers.MaxPooling2D(2)' : 'layers.AveragePooling2D(2)']
    case 'globalPool2d':
      return ['layers.GlobalAveragePooling2D()']
    case 'flatten':
      return ['layers.Flatten()']
    case 'noise':
      return [call('layers.GaussianNoise', [h.hiddenNoise])]
    case 'dropout':
      if (layer.variant === 'alpha') return [call('layers.AlphaDropout', [h.dropout])]
      if (layer.variant !== 'spatial') return [call('layers.Dropout', [h.dropout])]
      return [
        input.length === 3
          ? call('layers.SpatialDropout2D', [h.spatialDropout])
          : input.length === 2
            ? call('layers.SpatialDropout1D', [h.spatialDropout])
            : call('layers.Dropout', [h.spatialDropout]),
      ]
    case 'residual':
      return []
  }
}

function networkLines(
  layers: readonly LayerSpec[],
  inputShape: readonly number[],
  h: Hyperparameters,
  from = 'x',
): string[] {
  let shape = inputShape
  return layers.flatMap((layer) => {
    const input = shape
    shape = outputShape(layer, input)
    if (layer.kind !== 'residual') return callsOf(layer, input, h).map((made) => `${from} = ${made}(${from})`)
    const shortcut = layer.projection
      ? callsOf(layer.projection, input, h).map((made) => `shortcut = ${made}(shortcut)`)
      : []
    return [
      `shortcut = ${from}`,
      ...networkLines(layer.layers, input, h, from),
      ...shortcut,
      `${from} = layers.Add()([${from}, shortcut])`,
    ]
  })
}

function optimizerOf(h: Hyperparameters): string {
  const { beta1, beta2, epsilon, rho, momentum } = h
  const shared = {
    weight_decay: h.weightDecay > 0 ? h.weightDecay : undefined,
    clipvalue: h.clipValue > 0 ? h.clipValue : undefined,
    clipnorm: h.clipNorm > 0 ? h.clipNorm : undefined,
    global_clipnorm: h.clipGlobalNorm > 0 ? h.clipGlobalNorm : undefined,
  }
  const adam = { beta_1: beta1, beta_2: beta2, epsilon }
  const make = (name: string, own: Readonly<Record<string, PythonValue>> = {}): string =>
    call(`keras.optimizers.${name}`, [], { learning_rate: h.learningRate, ...own, ...shared })
  switch (h.optimizer) {
    case 'sgd':
      return make('SGD')
    case 'momentum':
      return make('SGD', { momentum })
    case 'nesterov':
      return make('SGD', { momentum, nesterov: true })
    case 'adam':
    case 'adamw':
      return make('Adam', adam)
    case 'amsgrad':
      return make('Adam', { ...adam, amsgrad: true })
    case 'adamax':
      return make('Adamax', adam)
    case 'nadam':
      return make('Nadam', adam)
    case 'rmsprop':
      return make('RMSprop', { rho, epsilon })
    case 'adagrad':
      return make('Adagrad', { epsilon })
    case 'adadelta':
      return make('Adadelta', { rho, epsilon })
    case 'lion':
      return make('Lion', { beta_1: beta1, beta_2: beta2 })
  }
}

/** The loss, and whether targets are wanted as one column for each class. */
function lossOf({ task, hyperparameters: h }: TrainingJob): { readonly loss: string; readonly oneHot: boolean } {
  if (task === 'classification')
    return h.labelSmoothing > 0
      ? {
          loss: call('keras.losses.CategoricalCrossentropy', [], {
            from_logits: true,
            label_smoothing: h.labelSmoothing,
          }),
          oneHot: true,
        }
      : { loss: 'keras.losses.SparseCategoricalCrossentropy(from_logits=True)', oneHot: false }
  const losses: Readonly<Record<string, string>> = {
    meanAbsolute: 'keras.losses.MeanAbsoluteError()',
    huber: `keras.losses.Huber(delta=${h.huberDelta})`,
    logCosh: 'keras.losses.LogCosh()',
  }
  return { loss: losses[h.regressionLoss] ?? 'keras.losses.MeanSquaredError()', oneHot: false }
}

function callbacksOf(job: TrainingJob): string[] {
  const { hyperparameters: h } = job
  return [
    ...(ratesChange(h)
      ? [`keras.callbacks.LearningRateScheduler(lambda epoch: ${h.learningRate} * rate_share(epoch))`]
      : []),
    ...(h.schedule === 'plateau'
      ? [
          call('keras.callbacks.ReduceLROnPlateau', [], {
            factor: h.decayFactor,
            patience: h.plateauPatience,
            cooldown: h.plateauCooldown,
            min_lr: h.learningRate * h.minimumRate,
          }),
        ]
      : []),
    ...(h.patience > 0 || h.restoreBest
      ? [
          call('keras.callbacks.EarlyStopping', [], {
            patience: h.patience > 0 ? h.patience : h.epochs,
            min_delta: h.patience > 0 && h.minDelta > 0 ? h.minDelta : undefined,
            start_from_epoch: h.stoppingAfter > 0 ? h.stoppingAfter : undefined,
            restore_best_weights: h.restoreBest,
          }),
        ]
      : []),
  ]
}

/** A job as a Keras 3 program, and what of the job it does not do. Inputs are those of preprocessing.json, images [h, w, c]. */
export function kerasCode(
  job: TrainingJob,
  spec: ModelSpec,
): { readonly text: string; readonly leftOut: readonly string[] } {
  const { hyperparameters: h, task } = job
  const { loss, oneHot } = lossOf(job)
  const callbacks = callbacksOf(job)
  const changing = ratesChange(h)
  const lines = [
    ...(changing ? ['import math', ''] : []),
    'import keras',
    'from keras import constraints, initializers, layers, regularizers',
    '',
    `inputs = keras.Input(shape=${tuple(spec.inputShape)})`,
    'x = inputs',
    ...(h.inputNoise > 0 && job.vocabulary === undefined ? [`x = layers.GaussianNoise(${h.inputNoise})(x)`] : []),
    ...networkLines(spec.layers, spec.inputShape, h),
    'model = keras.Model(inputs, x)',
    '',
    ...(changing ? ['', ...scheduleFunction(h), '', ''] : []),
    `optimizer = ${optimizerOf(h)}`,
    ...(h.weightDecay > 0
      ? ['optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta", "embeddings"])']
      : []),
    'model.compile(',
    '    optimizer=optimizer,',
    `    loss=${loss},`,
    `    metrics=[${task === 'classification' ? '"accuracy"' : '"mae"'}],`,
    ')',
    '',
    `# x_train, y_train, x_val, y_val: your rows, prepared as preprocessing.json says${oneHot ? '; y one-hot' : ''}.`,
    'model.fit(',
    '    x_train, y_train,',
    '    validation_data=(x_val, y_val),',
    `    batch_size=${batchSizeOf(job)},`,
    `    epochs=${h.epochs},`,
    ...(callbacks.length > 0 ? ['    callbacks=[', ...callbacks.map((made) => `        ${made},`), '    ],'] : []),
    ')',
  ]
  return { text: `${lines.join('\n')}\n`, leftOut: leftOutOf(job, taken) }
}
