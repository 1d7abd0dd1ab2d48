import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { hiddenDense } from './hidden-dense.ts'

/** Multilayer perceptron: inputs of any shape are flattened; `layers` hidden dense layers (0: a linear model); raw outputs. */
export function mlp({ inputShape, outputs, hyperparameters }: TrainingJob): ModelSpec {
  const layers: LayerSpec[] = [
    ...(inputShape.length > 1 ? ([{ kind: 'flatten', name: 'flatten' }] as const) : []),
    ...hiddenDense(hyperparameters),
    { kind: 'dense', name: 'output', units: outputs, bias: true, activation: 'linear' },
  ]
  return { inputShape, layers }
}
