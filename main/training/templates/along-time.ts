import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { LayerSpec } from '../spec/model-spec.ts'
import { activated, spatialDropoutAfter } from './normalised.ts'

/** `convBlocks` convolutions along time, padded to the same length, with activation; filters grow by `filterGrowth`. */
export function convolutionsAlongTime(h: Hyperparameters): LayerSpec[] {
  return Array.from({ length: h.convBlocks }, (_, index): LayerSpec[] => {
    const name = `conv${index + 1}`
    const filters = Math.max(1, Math.round(h.filters * h.filterGrowth ** index))
    return [
      ...activated({ kind: 'conv1d', name, filters, kernelSize: h.kernelSize }, h),
      ...spatialDropoutAfter(name, h),
    ]
  }).flat()
}
