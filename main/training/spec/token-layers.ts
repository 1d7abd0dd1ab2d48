import { layers } from '@tensorflow/tfjs-layers'
import type { SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { LayerSpec } from './model-spec.ts'

type Layer = layers.Layer
type Of<Kind extends LayerSpec['kind']> = Extract<LayerSpec, { kind: Kind }>
export type TokenLayerSpec = Of<'embedding'> | Of<'embeddingBag'> | Of<'poolTime'>

/** What follows the layer before; in a network of tokens it may look at the tokens as well. */
export interface Step {
  apply(x: SymbolicTensor): SymbolicTensor
}

/**
 * How layers of tokens are made: a network in training brings layers of its own, whose gradients are cheap; a saved one
 * consists of tfjs's standard layers, which give the same.
 */
export interface TokenLayers {
  embedding(spec: Of<'embedding'>): Layer
  bag(spec: Of<'embeddingBag'>): (tokens: SymbolicTensor) => SymbolicTensor
  maximum(name: string): Layer
  maskedAverage(name: string): (steps: SymbolicTensor, tokens: SymbolicTensor) => SymbolicTensor
}

const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor => layer.apply(x) as SymbolicTensor

/** 1 for each token but padding: token numbers are whole, and padding is 0. */
const present = (name: string, tokens: SymbolicTensor): SymbolicTensor =>
  apply(layers.reLU({ name: `${name}_present`, maxValue: 1 }), tokens)

/** Steps of padding as zeros. */
function withoutPadding(name: string, steps: SymbolicTensor, tokens: SymbolicTensor): SymbolicTensor {
  const length = tokens.shape[1]!
  const mask = apply(layers.reshape({ name: `${name}_mask`, targetShape: [length, 1] }), present(name, tokens))
  return apply(layers.multiply({ name: `${name}_masked` }), [steps, mask])
}

/**
 * The mean over the steps that are not padding, of standard layers, none of which divides: the softmax over time of 100 where
 * there is a token and 0 where there is none is a share of the tokens each.
 */
function standardAverage(name: string, steps: SymbolicTensor, tokens: SymbolicTensor): SymbolicTensor {
  const [length, units] = steps.shape.slice(1) as [number, number]
  const tenfold = (x: SymbolicTensor, suffix: string): SymbolicTensor =>
    apply(layers.add({ name: `${name}_${suffix}` }), Array<SymbolicTensor>(10).fill(x))
  const hundredfold = tenfold(tenfold(present(`${name}_token`, tokens), 'ten'), 'hundred')
  const shares = apply(layers.activation({ name: `${name}_shares`, activation: 'softmax' }), hundredfold)
  const column = apply(layers.reshape({ name: `${name}_column`, targetShape: [length, 1] }), shares)
  const sum = apply(layers.dot({ name: `${name}_sum`, axes: [1, 1] }), [steps, column])
  return apply(layers.reshape({ name, targetShape: [units] }), sum)
}

/** Standard layers alone. */
export const standardTokenLayers: TokenLayers = {
  embedding: ({ name, vocabulary, units }) =>
    layers.embedding({ name, inputDim: vocabulary, outputDim: units, embeddingsInitializer: 'zeros' }),
  bag: (spec) => (tokens) =>
    standardAverage(
      `${spec.name}_average`,
      apply(standardTokenLayers.embedding({ ...spec, kind: 'embedding' }), tokens),
      tokens,
    ),
  maximum: (name) => layers.globalMaxPooling1d({ name }),
  maskedAverage: (name) => (steps, tokens) =>
    standardAverage(name, withoutPadding(`${name}_steps`, steps, tokens), tokens),
}

/** The layers that a specification of tokens or of time becomes. @param tokens the network's input */
export function tokenStep(spec: TokenLayerSpec, tokens: SymbolicTensor, make: TokenLayers): Step {
  const { name } = spec
  switch (spec.kind) {
    case 'embedding':
      return { apply: (x) => apply(make.embedding(spec), x) }
    case 'embeddingBag':
      return { apply: make.bag(spec) }
    case 'poolTime':
      if (spec.pooling === 'max')
        return {
          apply: (x) => apply(make.maximum(name), spec.masked ? withoutPadding(name, x, tokens) : x),
        }
      return {
        apply: (x) =>
          spec.masked ? make.maskedAverage(name)(x, tokens) : apply(layers.globalAveragePooling1d({ name }), x),
      }
  }
}
