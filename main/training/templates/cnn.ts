import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { TemplateMismatch } from './fault.ts'
import { hiddenDense } from './hidden-dense.ts'

/** Convolution (same padding), optional batch normalisation, activation, and a 2x2 pool while both sides are at least 2. */
function convolutionBlocks(h: Hyperparameters, height: number, width: number): LayerSpec[] {
  return Array.from({ length: h.convBlocks }, (_, index): LayerSpec[] => {
    const name = `conv${index + 1}`
    const filters = Math.max(1, Math.round(h.filters * h.filterGrowth ** index))
    const shape = { kind: 'conv2d', name, filters, kernelSize: h.kernelSize } as const
    return [
      ...(h.batchNorm
        ? ([
            { ...shape, bias: false, activation: 'linear' },
            { kind: 'batchNorm', name: `${name}_norm` },
            { kind: 'activation', name: `${name}_activation`, activation: h.activation },
          ] as const)
        : ([{ ...shape, bias: true, activation: h.activation }] as const)),
      ...(Math.min(height, width) >> index >= 2
        ? ([{ kind: 'pool2d', name: `${name}_pool`, pooling: h.pooling }] as const)
        : []),
    ]
  }).flat()
}

/**
 * Convolutional network for images: `convBlocks` blocks whose filters grow by `filterGrowth`, then dropout, `layers` hidden
 * dense layers, raw outputs.
 * @throws TemplateMismatch unless an example is [height, width, channels]
 */
export function cnn({ inputShape, outputs, hyperparameters: h }: TrainingJob): ModelSpec {
  const [height, width] = inputShape
  if (inputShape.length !== 3 || height === undefined || width === undefined)
    throw new TemplateMismatch(
      `The CNN template needs images of shape [height, width, channels], but an example of this dataset has shape [${inputShape.join(', ')}]. Choose the MLP template.`,
    )
  const layers: LayerSpec[] = [
    ...convolutionBlocks(h, height, width),
    { kind: 'flatten', name: 'flatten' },
    ...(h.dropout > 0 ? ([{ kind: 'dropout', name: 'flatten_dropout' }] as const) : []),
    ...hiddenDense(h),
    { kind: 'dense', name: 'output', units: outputs, bias: true, activation: 'linear' },
  ]
  return { inputShape, layers }
}
