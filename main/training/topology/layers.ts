import type { Activation } from '../hyperparameters/architecture.ts'
import { activations } from '../hyperparameters/architecture.ts'
import type { LayerSpec } from '../spec/model-spec.ts'
import { BadTopology } from './fault.ts'
import type { KerasLayer } from './keras.ts'

type Config = KerasLayer['config']

/** Keras's names of activations that are called otherwise here. */
const synonyms: Readonly<Record<string, Activation>> = {
  leaky_relu: 'leakyRelu',
  silu: 'swish',
  hard_swish: 'hardSwish',
  hard_silu: 'hardSwish',
}

class Reader {
  readonly #layer: KerasLayer
  readonly name: string
  constructor(layer: KerasLayer, name: string) {
    this.#layer = layer
    this.name = name
  }

  get #config(): Config {
    return this.#layer.config
  }

  fault(reason: string): BadTopology {
    return new BadTopology(`Layer ${this.name} (${this.#layer.kind}): ${reason}`)
  }

  whole(setting: string, least = 1): number {
    const value = this.#config[setting]
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least)
      throw this.fault(`${setting} is ${JSON.stringify(value)}; it must be a whole number of at least ${least}.`)
    return value
  }

  /** A size that must be the same in all directions. */
  square(setting: string, fallback: number): number {
    const value = this.#config[setting] ?? fallback
    const sizes: readonly unknown[] = Array.isArray(value) ? value : [value]
    const [first] = sizes
    if (typeof first !== 'number' || !Number.isInteger(first) || first < 1 || sizes.some((size) => size !== first))
      throw this.fault(`${setting} is ${JSON.stringify(value)}; it must be one whole number for all directions.`)
    return first
  }

  /** Refuses a setting that would be ignored otherwise. */
  only(setting: string, allowed: unknown, fallback: unknown = allowed): void {
    const value = this.#config[setting] ?? fallback
    const same = (one: unknown): boolean => (Array.isArray(one) ? one.every(same) : one === allowed)
    if (!same(value))
      throw this.fault(`${setting} is ${JSON.stringify(value)}; only ${String(allowed)} can be trained here.`)
  }

  flag(setting: string, fallback: boolean): boolean {
    const value = this.#config[setting] ?? fallback
    if (typeof value !== 'boolean')
      throw this.fault(`${setting} is ${JSON.stringify(value)}; it must be true or false.`)
    return value
  }

  number(setting: string): number {
    const value = this.#config[setting]
    if (typeof value !== 'number') throw this.fault(`${setting} is ${JSON.stringify(value)}; it must be a number.`)
    return value
  }

  activation(setting = 'activation'): Activation {
    const value = this.#config[setting] ?? 'linear'
    const named = typeof value === 'string' ? (synonyms[value] ?? value) : undefined
    const camel = named?.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    const known = activations.find((name) => name === camel)
    if (known === undefined)
      throw this.fault(`the activation ${JSON.stringify(value)} is not known here. Known: ${activations.join(', ')}.`)
    return known
  }
}

type Read = (reader: Reader, layer: KerasLayer) => readonly LayerSpec[]

const cells = { LSTM: 'lstm', GRU: 'gru', SimpleRNN: 'simpleRnn' } as const
const isCell = (kind: string): kind is keyof typeof cells => Object.hasOwn(cells, kind)

function recurrent(reader: Reader, kind: keyof typeof cells, bidirectional: boolean): LayerSpec {
  reader.only('go_backwards', false)
  return {
    kind: 'recurrent',
    name: reader.name,
    cell: cells[kind],
    units: reader.whole('units'),
    bidirectional,
    sequences: reader.flag('return_sequences', false),
    masked: false,
    dropout: false,
  }
}

const activationOnly =
  (activation: Activation): Read =>
  ({ name }) => [{ kind: 'activation', name, activation }]

const pool2d =
  (pooling: 'max' | 'average'): Read =>
  (reader) => {
    if (reader.square('pool_size', 2) !== 2 || reader.square('strides', 2) !== 2)
      throw reader.fault('only windows of 2 by 2, 2 apart, can be trained here.')
    return [{ kind: 'pool2d', name: reader.name, pooling }]
  }

const readers: Readonly<Record<string, Read>> = {
  InputLayer: () => [],
  Dense: (reader) => [
    {
      kind: 'dense',
      name: reader.name,
      units: reader.whole('units'),
      bias: reader.flag('use_bias', true),
      activation: reader.activation(),
    },
  ],
  Conv2D(reader) {
    reader.only('padding', 'same', 'valid')
    for (const setting of ['strides', 'dilation_rate']) reader.only(setting, 1)
    return [
      {
        kind: 'conv2d',
        name: reader.name,
        filters: reader.whole('filters'),
        kernelSize: reader.square('kernel_size', 3),
        bias: reader.flag('use_bias', true),
        activation: reader.activation(),
      },
    ]
  },
  Conv1D(reader) {
    reader.only('padding', 'same', 'valid')
    for (const setting of ['strides', 'dilation_rate']) reader.only(setting, 1)
    return [
      {
        kind: 'conv1d',
        name: reader.name,
        filters: reader.whole('filters'),
        kernelSize: reader.square('kernel_size', 3),
        bias: reader.flag('use_bias', true),
        activation: reader.activation(),
      },
    ]
  },
  MaxPooling2D: pool2d('max'),
  AveragePooling2D: pool2d('average'),
  GlobalAveragePooling2D: ({ name }) => [{ kind: 'globalPool2d', name }],
  GlobalAveragePooling1D: ({ name }) => [{ kind: 'poolTime', name, pooling: 'average', masked: false }],
  GlobalMaxPooling1D: ({ name }) => [{ kind: 'poolTime', name, pooling: 'max', masked: false }],
  Flatten: ({ name }) => [{ kind: 'flatten', name }],
  Dropout: ({ name }) => [{ kind: 'dropout', name }],
  BatchNormalization: ({ name }) => [{ kind: 'batchNorm', name }],
  LayerNormalization: ({ name }) => [{ kind: 'layerNorm', name }],
  Activation: (reader) => [{ kind: 'activation', name: reader.name, activation: reader.activation() }],
  ReLU: activationOnly('relu'),
  LeakyReLU: activationOnly('leakyRelu'),
  ELU: activationOnly('elu'),
  Softmax: activationOnly('softmax'),
  Embedding: (reader) => [
    {
      kind: 'embedding',
      name: reader.name,
      vocabulary: reader.whole('input_dim'),
      units: reader.whole('output_dim'),
    },
  ],
  LSTM: (reader) => [recurrent(reader, 'LSTM', false)],
  GRU: (reader) => [recurrent(reader, 'GRU', false)],
  SimpleRNN: (reader) => [recurrent(reader, 'SimpleRNN', false)],
  Bidirectional(reader, { config }) {
    const inner = config['layer'] as { class_name?: unknown; config?: Config } | undefined
    const kind = inner?.class_name
    if (typeof kind !== 'string' || !isCell(kind) || typeof inner?.config !== 'object')
      throw reader.fault(`it must hold one of ${Object.keys(cells).join(', ')}.`)
    reader.only('merge_mode', 'concat')
    return [recurrent(new Reader({ kind, config: inner.config }, reader.name), kind, true)]
  },
}

export interface ReadLayers {
  readonly layers: readonly LayerSpec[]
  /** The rate of all Dropout layers; absent where there is none. */
  readonly dropout?: number
}

/**
 * Layers of the network from those of a topology whose placeholders are filled. Settings that would be ignored are refused,
 * but for initialisers, regularisers and constraints, which are hyperparameters here.
 *
 * @throws BadTopology naming the layer, the setting and what can be trained
 */
export function readLayers(layers: readonly KerasLayer[]): ReadLayers {
  const rates = new Set<number>()
  const specs = layers.flatMap((layer, index) => {
    const named = typeof layer.config['name'] === 'string' ? layer.config['name'] : layer.kind.toLowerCase()
    const reader = new Reader(layer, `${named.replaceAll(/[^\w-]/g, '_')}_${index + 1}`)
    const read = Object.hasOwn(readers, layer.kind) ? readers[layer.kind] : undefined
    if (read === undefined)
      throw reader.fault(`layers of this class cannot be trained here. Known: ${Object.keys(readers).join(', ')}.`)
    if (layer.kind === 'Dropout') {
      const rate = reader.number('rate')
      if (!(rate >= 0 && rate < 1)) throw reader.fault(`rate is ${rate}; it must be at least 0 and below 1.`)
      rates.add(rate)
    }
    return read(reader, layer)
  })
  if (rates.size > 1)
    throw new BadTopology(
      `Dropout has the rates ${[...rates].join(', ')}: all Dropout layers must share one rate here.`,
    )
  const [dropout] = rates
  return { layers: specs, ...(dropout === undefined ? {} : { dropout }) }
}
