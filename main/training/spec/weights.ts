import { outputShape, withInputShapes } from './shapes.ts'
import type { LayerSpec, ModelSpec } from './model-spec.ts'

export type WeightRole =
  | 'kernel'
  | 'depthwiseKernel'
  | 'slope'
  | 'recurrentKernel'
  | 'lstmBias'
  | 'embedding'
  | 'bias'
  | 'gamma'
  | 'beta'
  | 'movingMean'
  | 'movingVariance'

/** One tensor of a network. Trainable ones are parameters; the others are statistics of batch normalisation. */
export interface WeightSpec {
  /** `<layer>/<role>`, unique in the network, the same in every engine. */
  readonly name: string
  readonly role: WeightRole
  readonly shape: readonly number[]
  readonly trainable: boolean
}

/** Gates of a recurrent cell, whose kernels lie side by side: LSTM input, forget, candidate, output; GRU update, reset, candidate. */
const gates = { lstm: 4, gru: 3, simpleRnn: 1 } as const

function weightsOf(layer: LayerSpec, input: readonly number[]): WeightSpec[] {
  const weight = (role: WeightRole, shape: readonly number[], trainable = true): WeightSpec => ({
    name: `${layer.name}/${role}`,
    role,
    shape,
    trainable,
  })
  const last = input.at(-1) ?? 1
  /** PReLU's slopes, one for each channel, shared over places. */
  const slopes = (layerName: string): WeightSpec => {
    const shape = outputShape(layer, input)
    return { ...weight('slope', [...shape.slice(0, -1).map(() => 1), shape.at(-1)!]), name: `${layerName}/slope` }
  }
  const activated = 'activation' in layer && layer.activation === 'prelu' ? [slopes(`${layer.name}_activation`)] : []
  switch (layer.kind) {
    case 'dense':
      return [
        weight('kernel', [last, layer.units]),
        ...(layer.bias ? [weight('bias', [layer.units])] : []),
        ...activated,
      ]
    case 'conv2d':
      return [
        weight('kernel', [layer.kernelSize, layer.kernelSize, last, layer.filters]),
        ...(layer.bias ? [weight('bias', [layer.filters])] : []),
        ...activated,
      ]
    case 'conv1d':
      return [
        weight('kernel', [layer.kernelSize, last, layer.filters]),
        ...(layer.bias ? [weight('bias', [layer.filters])] : []),
      ]
    case 'embedding':
    case 'embeddingBag':
      return [weight('embedding', [layer.vocabulary, layer.units])]
    case 'recurrent': {
      const columns = gates[layer.cell] * layer.units
      return (layer.bidirectional ? ['', 'backward/'] : ['']).flatMap((direction) => [
        { ...weight('kernel', [last, columns]), name: `${layer.name}/${direction}kernel` },
        { ...weight('recurrentKernel', [layer.units, columns]), name: `${layer.name}/${direction}recurrentKernel` },
        { ...weight(layer.cell === 'lstm' ? 'lstmBias' : 'bias', [columns]), name: `${layer.name}/${direction}bias` },
      ])
    }
    case 'batchNorm':
      return [
        weight('gamma', [last]),
        weight('beta', [last]),
        weight('movingMean', [last], false),
        weight('movingVariance', [last], false),
      ]
    case 'depthwiseConv2d':
      return [weight('depthwiseKernel', [layer.kernelSize, layer.kernelSize, last, 1])]
    case 'layerNorm':
      return [weight('gamma', [last]), weight('beta', [last])]
    case 'groupNorm':
      return [weight('gamma', [1, 1, last, 1]), weight('beta', [last])]
    case 'activation':
      return layer.activation === 'prelu' ? [slopes(layer.name)] : []
    default:
      return []
  }
}

/** All tensors of a network, layer by layer, in the order in which tfjs lists a layer's weights. */
export function describeWeights(spec: ModelSpec): WeightSpec[] {
  return withInputShapes(spec).flatMap(({ layer, input }) => weightsOf(layer, input))
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)
