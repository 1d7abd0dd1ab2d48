import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { TemplateMismatch } from './fault.ts'
import { convolutionBlock } from './blocks.ts'
import { hiddenDense } from './hidden-dense.ts'
import { dropoutAfter, spatialDropoutAfter } from './normalised.ts'

/** Blocks of convolution, normalisation and activation, and a 2x2 pool while both sides are at least 2. */
function convolutionBlocks(h: Hyperparameters, [height, width, depth]: readonly [number, number, number]): LayerSpec[] {
  const filtersOf = (index: number): number => Math.max(1, Math.round(h.filters * h.filterGrowth ** index))
  return Array.from({ length: h.convBlocks }, (_, index): LayerSpec[] => {
    const name = `conv${index + 1}`
    const channels = index === 0 ? depth : filtersOf(index - 1)
    return [
      ...convolutionBlock({ name, channels, filters: filtersOf(index) }, h),
      ...(Math.min(height, width) >> index >= 2
        ? ([{ kind: 'pool2d', name: `${name}_pool`, pooling: h.pooling }] as const)
        : []),
      ...spatialDropoutAfter(name, h),
    ]
  }).flat()
}

/**
 * Convolutional network for images: `convBlocks` blocks whose filters grow by `filterGrowth`, then dropout, `layers` hidden
 * dense layers, raw outputs.
 * @throws TemplateMismatch unless an example is [height, width, channels]
 */
export function cnn({ inputShape, outputs, hyperparameters: h }: TrainingJob): ModelSpec {
  const [height, width, channels] = inputShape
  if (inputShape.length !== 3 || height === undefined || width === undefined || channels === undefined)
    throw new TemplateMismatch(
      `The CNN template needs images of shape [height, width, channels], but an example of this dataset has shape [${inputShape.join(', ')}]. Choose the MLP template.`,
    )
  const layers: LayerSpec[] = [
    ...convolutionBlocks(h, [height, width, channels]),
    { kind: h.globalPooling ? 'globalPool2d' : 'flatten', name: 'flatten' },
    ...dropoutAfter('flatten', h),
    ...hiddenDense(h),
    { kind: 'dense', name: 'output', units: outputs, bias: true, activation: 'linear' },
  ]
  return { inputShape, layers }
}
