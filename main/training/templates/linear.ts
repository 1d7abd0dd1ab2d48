import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'

/** The baseline: inputs of any shape, flattened, straight to the raw outputs. Logistic or linear regression; ridge with L2. */
export function linear({ inputShape, outputs }: TrainingJob): ModelSpec {
  const layers: LayerSpec[] = [
    ...(inputShape.length > 1 ? ([{ kind: 'flatten', name: 'flatten' }] as const) : []),
    { kind: 'dense', name: 'output', units: outputs, bias: true, activation: 'linear' },
  ]
  return { inputShape, layers }
}
