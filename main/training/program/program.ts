import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { averages } from '../averaging.ts'
import type { TrainingJob } from '../job.ts'
import { buildLayersModel } from '../spec/build-model.ts'
import type { ModelSpec } from '../spec/model-spec.ts'
import { everyLayer } from '../spec/shapes.ts'
import { weightsOfModel } from '../spec/model-weights.ts'
import { describeWeights } from '../spec/weights.ts'
import type { WeightSpec } from '../spec/weights.ts'
import { templates } from '../templates/table.ts'
import { augment, augmentationOf } from './augmentation/augment.ts'
import { partners } from './augmentation/mix.ts'
import { clipped, clippingOf } from './clipping.ts'
import { initialValues } from './initializers/initial-values.ts'
import { batchLoss, objectiveOf } from './objective.ts'
import type { OptimizerRule, Scalars } from './optimizers/rule.ts'
import { averaged } from './optimizers/averaged.ts'
import { withinNorm } from './max-norm.ts'
import { optimizers } from './optimizers/table.ts'
import { penaltiesOf } from './penalties.ts'
import type { Penalties } from './penalties.ts'
import { CounterDropout } from './randomness/dropout-layer.ts'
import { AlphaDropout, HiddenNoise, SpatialDropout } from './randomness/dropout-variants.ts'
import { withNoise } from './randomness/noise.ts'
import type { StepArguments } from './randomness/dropout-layer.ts'
import { trainableRecurrent } from './recurrent/layer.ts'
import { RowNormalisation } from './row-normalisation.ts'
import { hasInputNoise, scalarsOf, stepScalars } from './scalars.ts'
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
  /** Whether kernels are kept within a norm after each update. */
  readonly constrains: boolean
  /** Numbers that the step reads: inputs of a compiled graph. */
  readonly scalars: readonly ScalarSpec[]
  /** Jobs with equal keys have the same graph; they differ in scalars, seed and data alone. */
  readonly structureKey: string
  /** Values of the scalars that are 'perStep'. @param step since the start of training, from 0 */
  perStep(step: number, learningRate: number): Readonly<Record<string, number>>
  /**
   * The network on the current tfjs backend, with its seeded initial weights, or with zeros where they are to be replaced
   * anyway. Its output is logits or values.
   */
  buildModel(weights?: 'initial' | 'zeros'): LayersModel
  /**
   * Mean data loss of a batch in training mode, penalties not included. Batch normalisation's statistics move as a side effect.
   * @param x [batch, ...inputShape]
   * @param y class numbers, int32 [batch], or [batch, targetsPerExample]; or values, float32 [batch, outputs]
   * @param scalars those of `scalars`, by name
   */
  loss(model: LayersModel, x: tf.Tensor, y: tf.Tensor, scalars: Scalars): tf.Scalar
  /**
   * Mean data loss of a step and its gradients by `variables`, in their order: of all its batches, averaged and clipped.
   * @param x [batchSize * accumulation, ...inputShape]
   */
  gradients(
    model: LayersModel,
    x: tf.Tensor,
    y: tf.Tensor,
    scalars: Scalars,
    variables: readonly tf.Variable[],
  ): { readonly loss: tf.Scalar; readonly gradients: readonly tf.Tensor[] }
  /** A kernel as it may be after an update, where the program constrains. */
  constrain(kernel: tf.Tensor, scalars: Scalars): tf.Tensor
  /** Outputs for use: class probabilities or values, [batch * targetsPerExample, outputs], without dropout and with moving statistics. */
  predict(model: LayersModel, x: tf.Tensor): tf.Tensor2D
}

/** Outputs as rows: [batch, outputs], or [batch * steps, outputs] of a network that gives something at each step. */
function oneRowEach(outputs: tf.Tensor | tf.Tensor[]): tf.Tensor2D {
  const output = Array.isArray(outputs) ? outputs[0]! : outputs
  return (output.rank === 2 ? output : tf.reshape(output, [-1, output.shape.at(-1)!])) as tf.Tensor2D
}

/** The step's scalars with another key for its random numbers: each of a step's batches draws its own. */
function withKeyMoved(scalars: Scalars, batch: number): Scalars {
  const key = scalars['randomKey']
  if (key === undefined) return scalars
  return { ...scalars, randomKey: tf.add(key, tf.scalar(batch, 'int32')) as tf.Scalar }
}

export function createProgram(job: TrainingJob): TrainingProgram {
  const spec = templates[job.template](job)
  const h = job.hyperparameters
  const optimizer = averages(h) ? averaged(optimizers[h.optimizer]) : optimizers[h.optimizer]
  const clipping = clippingOf(h)
  const penalties = penaltiesOf(h)
  const startsBiased = new Set(
    everyLayer(spec).flatMap(({ kind, name }) =>
      ['dense', 'conv1d', 'conv2d'].includes(kind) && name !== 'output' ? [`${name}/bias`] : [],
    ),
  )
  const weights = describeWeights(spec).map((weight, index) => ({
    ...weight,
    penalised: ['kernel', 'depthwiseKernel', 'recurrentKernel', 'embedding'].includes(weight.role),
    initial: () =>
      initialValues(weight, { ...h, biasStart: startsBiased.has(weight.name) ? h.biasStart : 0 }, job.seed, index),
  }))
  const noise = tokenNoiseOf(job)
  const objective = objectiveOf(job)
  const noisyInputs = hasInputNoise(job)
  const classification = job.task === 'classification'
  return {
    job,
    spec,
    weights,
    optimizer,
    penalties,
    constrains: h.maxNorm > 0,
    scalars: scalarsOf(job, spec, optimizer, penalties),
    structureKey: JSON.stringify([
      spec,
      job.task,
      h.batchSize,
      optimizer.name,
      penalties,
      clipping,
      h.maxNorm > 0,
      h.accumulation,
      augmentationOf(job),
      noise,
      { ...objective, constants: objective.constants.map(({ name }) => name) },
      noisyInputs,
    ]),
    perStep: stepScalars(job, spec, optimizer, penalties),
    buildModel(values = 'initial') {
      const model = buildLayersModel(
        spec,
        (noise, layer) => {
          const { name } = noise
          if (noise.kind === 'noise') return new HiddenNoise({ name })
          if (noise.variant === 'alpha') return new AlphaDropout({ name, layer })
          return noise.variant === 'spatial' ? new SpatialDropout({ name, layer }) : new CounterDropout({ name, layer })
        },
        undefined,
        trainableTokenLayers,
        trainableRecurrent,
        (config) => new RowNormalisation(config),
      )
      if (values === 'zeros') return model
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
      const seen = noisyInputs ? withNoise(batch.x, scalars['inputNoise']!, scalars['randomKey']!, 'inputs') : batch.x
      const output = oneRowEach(model.call(seen, step) as tf.Tensor | tf.Tensor[])
      const lossAgainst = (targets: tf.Tensor): tf.Scalar => batchLoss(output, targets, job, scalars)
      if (batch.kept === undefined) return lossAgainst(y)
      const [own, other] = [lossAgainst(y), lossAgainst(partners(y))]
      return tf.add(other, tf.mul(tf.sub(own, other), batch.kept)) as tf.Scalar
    },
    gradients(model, x, y, scalars, variables) {
      const batches = Math.min(h.accumulation, x.shape[0]!)
      const [xs, ys] = batches === 1 ? [[x], [y]] : [tf.split(x, batches), tf.split(y, batches)]
      const each = xs.map((batch, index) => {
        const s = index === 0 ? scalars : withKeyMoved(scalars, index)
        const { value, grads } = tf.variableGrads(() => this.loss(model, batch, ys[index]!, s), [...variables])
        return { value, grads: variables.map(({ name, shape }) => grads[name] ?? tf.zeros(shape)) }
      })
      const meanOf = (list: readonly tf.Tensor[]): tf.Tensor =>
        list.length === 1 ? list[0]! : tf.div(tf.addN([...list]), list.length)
      const gradients = variables.map((_, index) => meanOf(each.map(({ grads }) => grads[index]!)))
      return {
        loss: meanOf(each.map(({ value }) => value)) as tf.Scalar,
        gradients: clipped(gradients, clipping, scalars),
      }
    },
    constrain: (kernel, scalars) => withinNorm(kernel, scalars['maxNorm']!),
    predict(model, x) {
      return tf.tidy(() => {
        const output = oneRowEach(model.call(x, { training: false }) as tf.Tensor | tf.Tensor[])
        return classification ? tf.softmax(output) : output
      })
    },
  }
}
