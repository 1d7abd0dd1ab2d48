import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { LayerSpec } from '../spec/model-spec.ts'

/**
 * The hidden dense layers: product, optional batch normalisation, activation, optional dropout, `layers` times. A product
 * before a normalisation has no bias: the normalisation would take it out again.
 */
export function hiddenDense(h: Hyperparameters): LayerSpec[] {
  return Array.from({ length: h.layers }, (_, index): LayerSpec[] => {
    const name = `dense${index + 1}`
    const units = h.neuronsPerLayer[index] ?? h.neurons
    return [
      ...(h.batchNorm
        ? ([
            { kind: 'dense', name, units, bias: false, activation: 'linear' },
            { kind: 'batchNorm', name: `${name}_norm` },
            { kind: 'activation', name: `${name}_activation`, activation: h.activation },
          ] as const)
        : ([{ kind: 'dense', name, units, bias: true, activation: h.activation }] as const)),
      ...(h.dropout > 0 ? ([{ kind: 'dropout', name: `${name}_dropout` }] as const) : []),
    ]
  }).flat()
}
