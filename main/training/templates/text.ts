import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { convolutionsAlongTime } from './along-time.ts'
import { TemplateMismatch } from './fault.ts'
import { hiddenDense } from './hidden-dense.ts'
import { spatialDropoutAfter } from './normalised.ts'
import { recurrentLayers } from './recurrent-layers.ts'

/** Token numbers [length] to what the dense part sees, [features]. */
function encode(h: Hyperparameters, vocabulary: number): LayerSpec[] {
  const embedding: LayerSpec = { kind: 'embedding', name: 'embedding', vocabulary, units: h.embeddingUnits }
  const pool = (pooling: 'max' | 'average'): LayerSpec => ({ kind: 'poolTime', name: 'pool', pooling, masked: true })
  // Whole units of the embedding at all steps: the same before the average as after it.
  const units = spatialDropoutAfter('embedding', h)
  switch (h.encoder) {
    case 'average':
      return [{ ...embedding, kind: 'embeddingBag' }, ...units]
    case 'max':
      return [embedding, ...units, pool('max')]
    case 'conv':
      return [embedding, ...units, ...convolutionsAlongTime(h), pool(h.pooling)]
    case 'gru':
    case 'lstm':
    case 'simpleRnn':
      return [
        embedding,
        ...units,
        ...recurrentLayers(h, { cell: h.encoder, sequences: true, masked: true }),
        pool(h.pooling),
      ]
    default:
      throw new TemplateMismatch(
        `The text template has no encoder ${h.encoder}. Choose average, max, conv, gru, lstm or simpleRnn.`,
      )
  }
}

/**
 * Network that reads a text: an embedding of its tokens, the encoder, dropout, `layers` hidden dense layers, raw outputs.
 * Steps of padding do not count.
 * @throws TemplateMismatch unless an example is a row of token numbers
 */
export function text({ inputShape, outputs, vocabulary, hyperparameters: h }: TrainingJob): ModelSpec {
  if (vocabulary === undefined || inputShape.length !== 1)
    throw new TemplateMismatch(
      `The text template needs texts as rows of token numbers, but an example of this dataset has shape [${inputShape.join(', ')}] and no vocabulary. Choose the MLP template.`,
    )
  const layers: LayerSpec[] = [
    ...encode(h, vocabulary),
    ...(h.dropout > 0 ? ([{ kind: 'dropout', name: 'encoder_dropout' }] as const) : []),
    ...hiddenDense(h),
    { kind: 'dense', name: 'output', units: outputs, bias: true, activation: 'linear' },
  ]
  return { inputShape, layers }
}
