import * as tf from '@tensorflow/tfjs-core'
import { layers, loadLayersModel } from '@tensorflow/tfjs-layers'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import type { SessionState, TfjsEngineName } from './engines/engine.ts'
import { startBackend, useBackend } from './engines/tfjs/backends.ts'
import type { TrainingJob } from './job.ts'
import { buildLayersModel } from './spec/build-model.ts'
import { weightsOfModel } from './spec/model-weights.ts'
import { templates } from './templates/table.ts'

/** A trained network with the preprocessing that its inputs need. */
export interface SavedModel {
  /** tfjs-layers topology, as in a model.json's modelTopology; its outputs are class probabilities or values. */
  readonly json: string
  /** The network's tensors, by the names that the topology gives them; no optimizer slots. */
  readonly weights: SessionState
  /** How rows become inputs, in the words of data/; opaque here. */
  readonly preprocessing: string
}

/** A saved model cannot be used: it is damaged or of another version. */
export class UnreadableModel extends Error {
  override readonly name = 'UnreadableModel'
  readonly code = 'unreadable-model'
}

/**
 * The network of a finished job as plain tfjs-layers, which any tfjs program can load: standard layers only, softmax included.
 * @param state that trainJob returned, or any other that a session of the job captured
 */
export async function savedModelOf(job: TrainingJob, state: SessionState, preprocessing: string): Promise<SavedModel> {
  const { tfjsName } = await startBackend('tfjs-cpu')
  useBackend(tfjsName)
  const spec = templates[job.template](job)
  const { dropout: rate, hiddenNoise } = job.hyperparameters
  const model = buildLayersModel(
    spec,
    ({ kind, name, ...dropout }) => {
      if (kind === 'noise') return layers.gaussianNoise({ name, stddev: hiddenNoise })
      if ('variant' in dropout && dropout.variant === 'alpha') return layers.alphaDropout({ name, rate })
      // tfjs drops no whole channels of images; a model in use drops nothing.
      return 'variant' in dropout ? undefined : layers.dropout({ name, rate })
    },
    job.task === 'classification' ? 'softmax' : undefined,
  )
  try {
    const held = new Map(state.tensors.map((tensor) => [tensor.name, tensor]))
    const tensors = weightsOfModel(model, spec).map(({ spec: { name, shape }, layerVariable }) => {
      const values = held.get(name)?.values
      if (values === undefined) throw new UnreadableModel(`The state to save has no tensor ${name}.`)
      return { name: layerVariable.originalName, shape, values: Float32Array.from(values) }
    })
    return { json: model.toJSON() as string, weights: { tensors }, preprocessing }
  } finally {
    model.dispose()
  }
}

/** The model as tfjs's loaders and savers take it: topology, weight specifications, and all weights in one buffer. */
export function artifactsOf({ json, weights }: SavedModel): tf.io.ModelArtifacts {
  const weightData = new Float32Array(weights.tensors.reduce((sum, { values }) => sum + values.length, 0))
  let offset = 0
  for (const { values } of weights.tensors) {
    weightData.set(values, offset)
    offset += values.length
  }
  return {
    format: 'layers-model',
    generatedBy: 'Sweetspot',
    modelTopology: JSON.parse(json) as object,
    weightSpecs: weights.tensors.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' as const })),
    weightData: weightData.buffer,
  }
}

/** A saved model in memory, ready to use. */
export interface LoadedModel {
  /** Probabilities or standardised values, rows x outputs. @param inputs preprocessed, row after row */
  predict(inputs: Float32Array, count: number): Promise<Float32Array>
  dispose(): void
}

/**
 * Loads a saved model with tfjs.
 * @throws UnreadableModel saying what is wrong with it
 * @throws EngineUnavailable
 */
export async function loadSavedModel(saved: SavedModel, engine: TfjsEngineName = 'tfjs-cpu'): Promise<LoadedModel> {
  const { tfjsName } = await startBackend(engine)
  useBackend(tfjsName)
  let model: LayersModel
  try {
    model = await loadLayersModel(tf.io.fromMemory(artifactsOf(saved)))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UnreadableModel(`The saved model cannot be loaded: ${reason}`, { cause: error })
  }
  const inputShape = model.inputs[0]!.shape.slice(1) as number[]
  return {
    async predict(inputs, count) {
      useBackend(tfjsName)
      const outputs = tf.tidy(() => model.predict(tf.tensor(inputs, [count, ...inputShape])) as tf.Tensor)
      try {
        return Float32Array.from(await outputs.data())
      } finally {
        outputs.dispose()
      }
    },
    dispose: () => void model.dispose(),
  }
}
