import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { convolutionsAlongTime } from './along-time.ts'
import { TemplateMismatch } from './fault.ts'
import { hiddenDense } from './hidden-dense.ts'
import { recurrentLayers } from './recurrent-layers.ts'

/** [lags, features] to what the dense part sees, [features]. */
function encode(h: Hyperparameters): LayerSpec[] {
  switch (h.encoder) {
    case 'mlp':
      return [{ kind: 'flatten', name: 'flatten' }]
    case 'conv':
      return [...convolutionsAlongTime(h), { kind: 'poolTime', name: 'pool', pooling: h.pooling, masked: false }]
    case 'gru':
    case 'lstm':
    case 'simpleRnn':
      return recurrentLayers(h, { cell: h.encoder, sequences: false })
    default:
      throw new TemplateMismatch(
        `The sequence template has no encoder ${h.encoder}. Choose mlp, conv, gru, lstm or simpleRnn.`,
      )
  }
}

/**
 * Network over the steps of a series: lagged values or frames through the encoder, dropout, `layers` hidden dense layers, raw
 * outputs.
 * @throws TemplateMismatch unless an example is [lags, features]
 */
export function sequence({ inputShape, outputs, hyperparameters: h }: TrainingJob): ModelSpec {
  if (inputShape.length !== 2)
    throw new TemplateMismatch(
      `The sequence template needs windows of shape [lags, features], but an example of this dataset has shape [${inputShape.join(', ')}]. Choose the MLP template.`,
    )
  const layers: LayerSpec[] = [
    ...encode(h),
    ...(h.dropout > 0 && h.encoder !== 'mlp' ? ([{ kind: 'dropout', name: 'encoder_dropout' }] as const) : []),
    ...hiddenDense(h),
    { kind: 'dense', name: 'output', units: outputs, bias: true, activation: 'linear' },
  ]
  return { inputShape, layers }
}
