import type * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { describeWeights } from './weights.ts'
import type { WeightSpec } from './weights.ts'
import type { ModelSpec } from './model-spec.ts'

export interface ModelWeight {
  readonly spec: WeightSpec
  /** tfjs-layers' own variable; `write` sets it. */
  readonly layerVariable: LayersModel['weights'][number]
  readonly variable: tf.Variable
}

/** A model's tensors with their descriptions, in the order of `describeWeights`. */
export function weightsOfModel(model: LayersModel, spec: ModelSpec): ModelWeight[] {
  // By layer: where a model branches, tfjs's order of layers is not that of the specification.
  const left = new Map(
    model.layers.map((layer) => [layer.name, [...layer.trainableWeights, ...layer.nonTrainableWeights]]),
  )
  return describeWeights(spec).map((description) => {
    const layerVariable = left.get(description.name.slice(0, description.name.indexOf('/')))?.shift()
    if (layerVariable === undefined || String(layerVariable.shape) !== String(description.shape))
      throw new Error(`The tfjs model has no tensor of shape [${description.shape}] where ${description.name} belongs.`)
    return { spec: description, layerVariable, variable: layerVariable.read() as tf.Variable }
  })
}
