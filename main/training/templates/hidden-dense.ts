import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { LayerSpec } from '../spec/model-spec.ts'
import { activated, dropoutAfter } from './normalised.ts'

/** Neurons of hidden layer `index`, from 0: its own number, or what the shape of the dense part says. */
function neuronsAt(index: number, h: Hyperparameters): number {
  const own = h.neuronsPerLayer[index]
  if (own !== undefined || h.neuronShape === 'uniform' || h.layers < 2) return own ?? h.neurons
  return Math.max(1, Math.round(h.neurons * (h.neuronsLast / h.neurons) ** (index / (h.layers - 1))))
}

/** The hidden dense layers: product, optional normalisation, activation, optional noise and dropout, `layers` times. */
export function hiddenDense(h: Hyperparameters): LayerSpec[] {
  return Array.from({ length: h.layers }, (_, index): LayerSpec[] => {
    const name = `dense${index + 1}`
    return [
      ...activated({ kind: 'dense', name, units: neuronsAt(index, h) }, h),
      ...(h.hiddenNoise > 0 ? ([{ kind: 'noise', name: `${name}_noise` }] as const) : []),
      ...dropoutAfter(name, h),
    ]
  }).flat()
}
