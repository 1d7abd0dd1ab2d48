import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import type { TrainingJob } from '../job.ts'
import { buildLayersModel } from '../spec/build-model.ts'
import type { ModelSpec } from '../spec/model-spec.ts'
import { weightsOfModel } from '../spec/model-weights.ts'
import { describeWeights } from '../spec/weights.ts'
import type { WeightSpec } from '../spec/weights.ts'
import { templates } from '../templates/table.ts'
import { augment, augmentationOf } from './augmentation/augment.ts'
import { partners } from './augmentation/mix.ts'
import { initialValues } from './initializers/initial-values.ts'
import { meanSquaredError, softmaxCrossEntropy } from './loss.ts'
import type { OptimizerRule, Scalars } from './optimizers/rule.ts'
import { optimizers } from './optimizers/table.ts'
import { penaltiesOf } from './penalties.ts'
import type { Penalties } from './penalties.ts'
import { CounterDropout } from './randomness/dropout-layer.ts'
import type { StepArguments } from './randomness/dropout-layer.ts'
import { trainableRecurrent } from './recurrent/layer.ts'
import { scalarsOf, stepScalars } from './scalars.ts'
import type { ScalarSpec } from './scalars.ts'
import { augmentTokens, tokenNoiseOf } from './tokens/augment.ts'
import { trainableTokenLayers } from './tokens/token-layers.ts'

/** A network's tensor with the values that training starts from. */
export interface ProgramWeight extends WeightSpec {
  /** Penalties and weight decay act on it: a kernel, or a table of embeddings. */
  readonly penalised: boolean
  /** Drawn afresh at each call. */
  initial(): Float32Array
}

/** One training job as tfjs operations, the same for every engine: what they execute, and what the compiled one records. */
export interface TrainingProgram {
  readonly job: TrainingJob
  readonly spec: ModelSpec
  /** All tensors of the network in model order; trainable ones are the optimizer's parameters, in this order. */
  readonly weights: readonly ProgramWeight[]
  readonly optimizer: OptimizerRule
  readonly penalties: Penalties
  /** Numbers that the step reads: inputs of a compiled graph. */
  readonly scalars: readonly ScalarSpec[]
  /** Jobs with equal keys have the same graph; they differ in scalars, seed and data alone. */
  readonly structureKey: string
  /** Values of the scalars that are 'perStep'. @param step since the start of training, from 0 */
  perStep(step: number, learningRate: number): Readonly<Record<string, number>>
  /** The network with its seeded initial weights, on the current tfjs backend. Its output is logits or values. */
  buildModel(): LayersModel
  /**
   * Mean data loss of a batch in training mode, penalties not included. Batch normalisation's statistics move as a side effect.
   * @param x [batch, ...inputShape]
   * @param y class numbers, int32 [batch], or [batch, targetsPerExample]; or values, float32 [batch, outputs]
   * @param scalars those of `scalars`, by name
   */
  loss(model: LayersModel, x: tf.Tensor, y: tf.Tensor, scalars: Scalars): tf.Scalar
  /** Outputs for use: class probabilities or values, [batch * targetsPerExample, outputs], without dropout and with moving statistics. */
  predict(model: LayersModel, x: tf.Tensor): tf.Tensor2D
}

/** Outputs as rows: [batch, outputs], or [batch * steps, outputs] of a network that gives something at each step. */
function oneRowEach(outputs: tf.Tensor | tf.Tensor[]): tf.Tensor2D {
  const output = Array.isArray(outputs) ? outputs[0]! : outputs
  return (output.rank === 2 ? output : tf.reshape(output, [-1, output.shape.at(-1)!])) as tf.Tensor2D
}

export function createProgram(job: TrainingJob): TrainingProgram {
  const spec = templates[job.template](job)
  const h = job.hyperparameters
  const optimizer = optimizers[h.optimizer]
  const penalties = penaltiesOf(h)
  const weights = describeWeights(spec).map((weight, index) => ({
    ...weight,
    penalised: ['kernel', 'recurrentKernel', 'embedding'].includes(weight.role),
    initial: () => initialValues(weight, h.initializer, job.seed, index),
  }))
  const noise = tokenNoiseOf(job)
  const classification = job.task === 'classification'
  return {
    job,
    spec,
    weights,
    optimizer,
    penalties,
    scalars: scalarsOf(job, spec, optimizer, penalties),
    structureKey: JSON.stringify([spec, job.task, h.batchSize, optimizer.name, penalties, augmentationOf(job), noise]),
    perStep: (step, learningRate) => stepScalars(job, spec, optimizer, penalties, step, learningRate),
    buildModel() {
      const model = buildLayersModel(
        spec,
        (name, layer) => new CounterDropout({ name, layer }),
        undefined,
        trainableTokenLayers,
        trainableRecurrent,
      )
      tf.tidy(() => {
        weightsOfModel(model, spec).forEach(({ layerVariable, spec: { shape } }, index) =>
          layerVariable.write(tf.tensor(weights[index]!.initial(), [...shape])),
        )
      })
      return model
    },
    loss(model, x, y, scalars) {
      const step: StepArguments = { training: true, scalars }
      const batch = augment(augmentTokens(x, noise, scalars), job, scalars)
      const output = oneRowEach(model.call(batch.x, step) as tf.Tensor | tf.Tensor[])
      const lossAgainst = (targets: tf.Tensor): tf.Scalar =>
        classification
          ? softmaxCrossEntropy(output, tf.reshape(targets, [targets.size]) as tf.Tensor1D)
          : meanSquaredError(output, targets as tf.Tensor2D)
      if (batch.kept === undefined) return lossAgainst(y)
      const [own, other] = [lossAgainst(y), lossAgainst(partners(y))]
      return tf.add(other, tf.mul(tf.sub(own, other), batch.kept)) as tf.Scalar
    },
    predict(model, x) {
      return tf.tidy(() => {
        const output = oneRowEach(model.call(x, { training: false }) as tf.Tensor | tf.Tensor[])
        return classification ? tf.softmax(output) : output
      })
    },
  }
}
