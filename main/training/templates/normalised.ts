import type { Normalisation } from '../hyperparameters/architecture.ts'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { LayerSpec } from '../spec/model-spec.ts'

type Weighted = Extract<LayerSpec, { kind: 'dense' | 'conv1d' | 'conv2d' }>
type Bare<Layer> = Layer extends Weighted ? Omit<Layer, 'bias' | 'activation'> : never

/** `batchNorm` decides where `normalisation` is not given. */
export const normalisationOf = (h: Pick<Hyperparameters, 'batchNorm' | 'normalisation'>): Normalisation =>
  h.normalisation ?? (h.batchNorm ? 'batch' : 'none')

/** The largest number of groups, at most as many as asked for, that divides the features. */
function groupsOf(features: number, most: number): number {
  for (let groups = Math.min(features, most); groups > 1; groups--) if (features % groups === 0) return groups
  return 1
}

/**
 * A layer with its normalisation, if any, and without activation. Before a normalisation it has no bias: the normalisation
 * would take it out again, or has one of its own.
 */
export function normalised(layer: Bare<Weighted>, h: Hyperparameters): LayerSpec[] {
  const name = `${layer.name}_norm`
  const bare = { ...layer, bias: false, activation: 'linear' } as const
  switch (normalisationOf(h)) {
    case 'none':
      return [{ ...bare, bias: true }]
    case 'batch':
      return [bare, { kind: 'batchNorm', name }]
    case 'layer':
      return [bare, { kind: 'layerNorm', name }]
    case 'group': {
      const features = layer.kind === 'dense' ? layer.units : layer.filters
      return [bare, { kind: 'groupNorm', name, groups: groupsOf(features, h.normalisationGroups) }]
    }
  }
}

/** A layer with its normalisation, if any, and the activation of hidden layers. */
export function activated(layer: Bare<Weighted>, h: Hyperparameters): LayerSpec[] {
  if (normalisationOf(h) === 'none') return [{ ...layer, bias: true, activation: h.activation }]
  return [...normalised(layer, h), { kind: 'activation', name: `${layer.name}_activation`, activation: h.activation }]
}

/** Dropout of the dense part, as `dropoutKind` says; none at a rate of 0. */
export function dropoutAfter(name: string, h: Hyperparameters): LayerSpec[] {
  if (h.dropout <= 0) return []
  const alpha = h.dropoutKind === 'alpha' ? ({ variant: 'alpha' } as const) : {}
  return [{ kind: 'dropout', name: `${name}_dropout`, ...alpha }]
}

/** Dropout of whole feature maps after a convolution block; none at a rate of 0. */
export const spatialDropoutAfter = (name: string, h: Hyperparameters): LayerSpec[] =>
  h.spatialDropout > 0 ? [{ kind: 'dropout', name: `${name}_dropout`, variant: 'spatial' }] : []
