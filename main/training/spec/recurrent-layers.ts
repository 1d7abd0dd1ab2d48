import { layers } from '@tensorflow/tfjs-layers'
import type { SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { LayerSpec } from './model-spec.ts'

type Layer = layers.Layer
export type RecurrentSpec = Extract<LayerSpec, { kind: 'recurrent' }>

/**
 * How a recurrent layer is made: a network in training brings a layer of its own.
 * @param index among the network's recurrent layers, from 0
 * @returns what it makes of its input and the network's tokens, which matter to a masked one alone
 */
export type MakeRecurrent = (
  spec: RecurrentSpec,
  index: number,
) => (x: SymbolicTensor, tokens: SymbolicTensor) => SymbolicTensor

function standardLayer({ name, cell, units, bidirectional, sequences }: RecurrentSpec): Layer {
  const shared = {
    name: bidirectional ? `${name}_direction` : name,
    units,
    activation: 'tanh',
    returnSequences: sequences,
    kernelInitializer: 'zeros',
    recurrentInitializer: 'zeros',
    biasInitializer: 'zeros',
  } as const
  const gated = { ...shared, recurrentActivation: 'sigmoid' } as const
  const layer =
    cell === 'lstm'
      ? layers.lstm({ ...gated, unitForgetBias: false })
      : cell === 'gru'
        ? layers.gru(gated)
        : layers.simpleRNN(shared)
  return bidirectional ? layers.bidirectional({ name, layer, mergeMode: 'concat' }) : layer
}

/**
 * tfjs's standard layer, with the same weights and results. A masked one knows padding by its embedding, which is a row of
 * zeros; tfjs passes the mask on to the recurrent layers above.
 */
export const standardRecurrent: MakeRecurrent = (spec, index) => (x) => {
  const steps = spec.masked && index === 0 ? layers.masking({ name: `${spec.name}_padding`, maskValue: 0 }).apply(x) : x
  return standardLayer(spec).apply(steps) as SymbolicTensor
}
