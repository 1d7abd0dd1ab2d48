import type { LayerSpec, ModelSpec } from './model-spec.ts'

/** Shape of a layer's output from that of its input, batch axis left out. Convolutions pad to the same size; pools are 2x2. */
export function outputShape(layer: LayerSpec, input: readonly number[]): readonly number[] {
  const [height = 1, width = 1, channels = 1] = input
  switch (layer.kind) {
    case 'dense':
      return [...input.slice(0, -1), layer.units]
    case 'conv2d':
      return [height, width, layer.filters]
    case 'conv1d':
      return [height, layer.filters]
    case 'embedding':
      return [...input, layer.units]
    case 'embeddingBag':
      return [layer.units]
    case 'poolTime':
      return [input.at(-1) ?? 1]
    case 'recurrent': {
      const width = layer.bidirectional ? 2 * layer.units : layer.units
      return layer.sequences ? [height, width] : [width]
    }
    case 'pool2d':
      return [Math.floor(height / 2), Math.floor(width / 2), channels]
    case 'flatten':
      return [input.reduce((product, size) => product * size, 1)]
    case 'globalPool2d':
      return [channels]
    case 'residual':
      return layer.layers.reduce((shape, inner) => outputShape(inner, shape), input)
    case 'depthwiseConv2d':
    case 'batchNorm':
    case 'layerNorm':
    case 'groupNorm':
    case 'noise':
    case 'activation':
    case 'dropout':
      return input
  }
}

/** Every layer with the shape of its input; in place of a residual one, those that it holds. */
export function withInputShapes(
  spec: Pick<ModelSpec, 'inputShape' | 'layers'>,
): { layer: LayerSpec; input: readonly number[] }[] {
  let shape = spec.inputShape
  return spec.layers.flatMap((layer) => {
    const input = shape
    shape = outputShape(layer, input)
    if (layer.kind !== 'residual') return [{ layer, input }]
    return [
      ...withInputShapes({ inputShape: input, layers: layer.layers }),
      ...(layer.projection ? [{ layer: layer.projection, input }] : []),
    ]
  })
}

/** Every layer, those inside residual ones included. */
export const everyLayer = (spec: ModelSpec): LayerSpec[] => withInputShapes(spec).map(({ layer }) => layer)
