import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { TemplateMismatch } from './fault.ts'
import { hiddenDense } from './hidden-dense.ts'
import { spatialDropoutAfter } from './normalised.ts'
import { recurrentLayers } from './recurrent-layers.ts'

/**
 * Model of what comes next in a text: an embedding of the tokens so far; then an MLP on all of them, which predicts the one
 * next token (Bengio et al., 2003), or a recurrent network, which predicts the next token at each step; raw outputs.
 * @throws TemplateMismatch unless an example is a row of token numbers with a prediction for the whole of it, or each step
 */
export function nextToken(job: TrainingJob): ModelSpec {
  const { inputShape, outputs, vocabulary, targetsPerExample = 1, hyperparameters: h } = job
  const [length] = inputShape
  if (vocabulary === undefined || inputShape.length !== 1 || length === undefined)
    throw new TemplateMismatch(
      `The next-token template needs a long text as rows of token numbers, but an example of this dataset has shape [${inputShape.join(', ')}] and no vocabulary.`,
    )
  const wanted = h.encoder === 'mlp' ? 1 : length
  if (targetsPerExample !== wanted)
    throw new TemplateMismatch(
      `The encoder ${h.encoder} predicts ${wanted} tokens of an example of ${length}, but the data hold ${targetsPerExample}.`,
    )
  const layers: LayerSpec[] = [
    { kind: 'embedding', name: 'embedding', vocabulary, units: h.embeddingUnits },
    ...spatialDropoutAfter('embedding', h),
    ...encode(job),
    ...hiddenDense(h),
    { kind: 'dense', name: 'output', units: outputs, bias: true, activation: 'linear' },
  ]
  return { inputShape, layers }
}

function encode({ hyperparameters: h }: TrainingJob): LayerSpec[] {
  switch (h.encoder) {
    case 'mlp':
      return [{ kind: 'flatten', name: 'flatten' }]
    case 'gru':
    case 'lstm':
    case 'simpleRnn':
      return recurrentLayers(h, { cell: h.encoder, sequences: true, bidirectional: false })
    default:
      throw new TemplateMismatch(
        `The next-token template has no encoder ${h.encoder}. Choose mlp, gru, lstm or simpleRnn.`,
      )
  }
}
