import { layers } from '@tensorflow/tfjs-layers'
import type { SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { Step } from './token-layers.ts'

/** Keeps divisions by a vanishing variance finite; tfjs's and Keras's own value for batch normalisation. */
const epsilon = 1e-3

export const layerNormalisation = (name: string): layers.Layer => layers.layerNormalization({ name, axis: -1, epsilon })

/**
 * How rows are brought to mean 0 and variance 1. A network in training brings a layer of its own: tfjs's has no gradient
 * without scale and offset.
 */
export type MakeRowNormalisation = (config: { readonly name: string; readonly epsilon: number }) => layers.Layer

export const standardRowNormalisation: MakeRowNormalisation = (config) =>
  layers.layerNormalization({ ...config, axis: -1, center: false, scale: false })

/**
 * Group normalisation (Wu and He, 2018) of tfjs's standard layers, which have none of that name: features of a group side by
 * side, normalised as one row, brought back, and then scaled and shifted channel by channel by a 1x1 depthwise convolution.
 * @param groups divides the number of features
 */
export const groupNormalisation = (name: string, groups: number, normaliseRows: MakeRowNormalisation): Step => ({
  apply(x: SymbolicTensor) {
    const shape = x.shape.slice(1) as number[]
    const channels = shape.at(-1)!
    const places = shape.slice(0, -1)
    const count = places.reduce((product, size) => product * size, 1)
    const reshaped = (suffix: string, targetShape: number[], tensor: SymbolicTensor): SymbolicTensor =>
      layers.reshape({ name: `${name}_${suffix}`, targetShape }).apply(tensor) as SymbolicTensor
    const swapped = (suffix: string, tensor: SymbolicTensor): SymbolicTensor =>
      layers.permute({ name: `${name}_${suffix}`, dims: [2, 1] }).apply(tensor) as SymbolicTensor
    const channelsFirst = count === 1 ? x : swapped('channels_first', reshaped('places', [count, channels], x))
    const rows = reshaped('groups', [groups, (channels / groups) * count], channelsFirst)
    const normalised = normaliseRows({ name: `${name}_rows`, epsilon }).apply(rows) as SymbolicTensor
    const back =
      count === 1 ? normalised : swapped('channels_last', reshaped('channels', [channels, count], normalised))
    const image = reshaped('image', [count, 1, channels], back)
    const scaled = layers
      .depthwiseConv2d({ name, kernelSize: 1, depthwiseInitializer: 'zeros', biasInitializer: 'zeros' })
      .apply(image) as SymbolicTensor
    return reshaped('normalised', shape, scaled)
  },
})
