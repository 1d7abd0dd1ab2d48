import type { TrainingJob } from '../job.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'
import { outputShape } from '../spec/shapes.ts'
import { BadTopology } from '../topology/fault.ts'
import { layersOf, parseTopology } from '../topology/keras.ts'
import { readLayers } from '../topology/layers.ts'
import { filled } from '../topology/placeholders.ts'

type Shapes = Pick<TrainingJob, 'topology' | 'outputs' | 'vocabulary' | 'hyperparameters'>

function readTopology({ topology, outputs, vocabulary, hyperparameters }: Shapes) {
  if (topology === undefined) throw new BadTopology('The custom template needs a topology: a model.json with layers.')
  const data = { outputs, ...(vocabulary === undefined ? {} : { vocabulary }) }
  return readLayers(layersOf(filled(parseTopology(topology), { ...hyperparameters.placeholders, ...data })))
}

/** The job with what its topology says of hyperparameters: the rate of its Dropout layers. @throws BadTopology */
export function withTopology(job: TrainingJob): TrainingJob {
  const { dropout = 0 } = readTopology(job)
  return { ...job, hyperparameters: { ...job.hyperparameters, dropout } }
}

/**
 * The user's own network: the layers of a Keras or tfjs topology, its placeholders filled from the configuration and the
 * data ({outputs}, {vocabulary}). A closing softmax is left to the loss.
 *
 * @throws BadTopology where a layer cannot be trained here, or does not fit its input or the data
 */
export function custom(job: TrainingJob): ModelSpec {
  const { task, outputs, inputShape } = job
  const layers = withoutSoftmax(readTopology(job).layers, task)
  const ranks = {
    dense: [1, 2],
    conv2d: [3],
    pool2d: [3],
    globalPool2d: [3],
    conv1d: [2],
    poolTime: [2],
    recurrent: [2],
    embedding: [1],
  } as const
  let shape = inputShape
  for (const layer of layers) {
    const fitting: readonly number[] | undefined = (ranks as Partial<Record<LayerSpec['kind'], readonly number[]>>)[
      layer.kind
    ]
    if (fitting !== undefined && !fitting.includes(shape.length))
      throw new BadTopology(
        `Layer ${layer.name} cannot take what comes before it, of shape [${shape.join(', ')}]. Put a Flatten or a pooling layer before it, or leave one out.`,
      )
    shape = outputShape(layer, shape)
  }
  if (shape.length !== 1 || shape[0] !== outputs)
    throw new BadTopology(
      `The network ends with shape [${shape.join(', ')}], but the data need ${outputs} outputs. End it with a Dense layer of {outputs} units.`,
    )
  return { inputShape, layers }
}

/** A classifier's last activation, which the loss brings along; a regression's must be linear. */
function withoutSoftmax(layers: readonly LayerSpec[], task: TrainingJob['task']): readonly LayerSpec[] {
  const last = layers.at(-1)
  if (last === undefined) throw new BadTopology('The topology has no layers.')
  const activation = last.kind === 'dense' || last.kind === 'activation' ? last.activation : 'linear'
  if (activation !== 'linear' && !(activation === 'softmax' && task === 'classification'))
    throw new BadTopology(
      `The last layer has the activation ${activation}. ${task === 'classification' ? 'End with softmax, or with none' : 'A regression ends with none'}.`,
    )
  if (last.kind === 'activation') return layers.slice(0, -1)
  return last.kind === 'dense' ? [...layers.slice(0, -1), { ...last, activation: 'linear' }] : layers
}
