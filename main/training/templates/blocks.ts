import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { LayerSpec } from '../spec/model-spec.ts'
import { activated, normalised } from './normalised.ts'

interface Block {
  readonly name: string
  readonly channels: number
  readonly filters: number
}

/** Two convolutions around an activation, added to what went in, and an activation (He et al., 2016). */
function residualBlock({ name, channels, filters }: Block, h: Hyperparameters): LayerSpec[] {
  const shape = { kind: 'conv2d', filters, kernelSize: h.kernelSize } as const
  const inner = [...activated({ ...shape, name }, h), ...normalised({ ...shape, name: `${name}_second` }, h)]
  const projection: LayerSpec = {
    kind: 'conv2d',
    name: `${name}_projection`,
    filters,
    kernelSize: 1,
    bias: false,
    activation: 'linear',
  }
  return [
    { kind: 'residual', name: `${name}_sum`, layers: inner, ...(channels === filters ? {} : { projection }) },
    { kind: 'activation', name: `${name}_output`, activation: h.activation },
  ]
}

/** What a block of the CNN does before its pooling, for an image of so many channels. */
export function convolutionBlock(block: Block, h: Hyperparameters): LayerSpec[] {
  const { name, filters } = block
  switch (h.blockKind) {
    case 'plain':
      return activated({ kind: 'conv2d', name, filters, kernelSize: h.kernelSize }, h)
    case 'residual':
      return residualBlock(block, h)
    case 'separable':
      return [
        { kind: 'depthwiseConv2d', name: `${name}_depthwise`, kernelSize: h.kernelSize },
        ...activated({ kind: 'conv2d', name, filters, kernelSize: 1 }, h),
      ]
  }
}
