import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { rowsPerStep } from '../../../batching.ts'
import type { TrainingProgram } from '../../../program/program.ts'
import { updateParameters } from '../../../program/update.ts'
import type { ModelWeight } from '../../../spec/model-weights.ts'
import { weightsOfModel } from '../../../spec/model-weights.ts'
import type { Graph } from '../graph/types.ts'
import type { InputSpec } from '../trace/record.ts'
import { record } from '../trace/record.ts'

/** Prefixes of the names of recorded inputs and outputs. */
export const scalarName = (name: string): string => `scalar:${name}`
export const slotName = (name: string): string => `slot:${name}`
export const gradientName = (name: string): string => `gradient:${name}`
export const statisticName = (name: string): string => `statistic:${name}`

type Tensors = Readonly<Record<string, tf.Tensor>>

const scalarInputs = (program: TrainingProgram): InputSpec[] =>
  program.scalars.map(({ name, dtype }) => ({ name: scalarName(name), shape: [], dtype }))

const weightInputs = (program: TrainingProgram): InputSpec[] =>
  program.weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }))

const scalarsFrom = (program: TrainingProgram, tensors: Tensors): Record<string, tf.Scalar> =>
  Object.fromEntries(program.scalars.map(({ name }) => [name, tensors[scalarName(name)] as tf.Scalar]))

/** Builds the model with symbolic weights for the time of `use`. */
function withModel<T>(
  program: TrainingProgram,
  tensors: Tensors,
  use: (model: LayersModel, weights: readonly ModelWeight[]) => T,
): T {
  const model = program.buildModel('zeros')
  try {
    const weights = weightsOfModel(model, program.spec)
    for (const { spec, layerVariable } of weights) layerVariable.write(tensors[spec.name]!)
    return use(model, weights)
  } finally {
    model.dispose()
  }
}

/** Shape and type of a batch's targets: class numbers, or values. */
export const targetsOf = (program: TrainingProgram): Pick<InputSpec, 'shape' | 'dtype'> => {
  const { job } = program
  const batchSize = rowsPerStep(job)
  return job.task === 'classification'
    ? { shape: job.targetsPerExample === undefined ? [batchSize] : [batchSize, job.targetsPerExample], dtype: 'int32' }
    : { shape: [batchSize, job.outputs], dtype: 'float32' }
}

/**
 * Records one forward and backward pass: from weights, a batch (`x`, `y`) and scalars to the loss, a gradient for each
 * parameter, and the new value of each statistic.
 */
export function recordGradients(program: TrainingProgram): Graph {
  const batchSize = rowsPerStep(program.job)
  const inputs: InputSpec[] = [
    ...weightInputs(program),
    { name: 'x', shape: [batchSize, ...program.job.inputShape], dtype: 'float32' },
    { name: 'y', ...targetsOf(program) },
    ...scalarInputs(program),
  ]
  return record('gradients', inputs, (tensors) =>
    withModel(program, tensors, (model, weights) => {
      const trainable = weights.filter(({ spec }) => spec.trainable)
      const { loss, gradients } = program.gradients(
        model,
        tensors['x']!,
        tensors['y']!,
        scalarsFrom(program, tensors),
        trainable.map(({ layerVariable }) => layerVariable.read() as tf.Variable),
      )
      const outputs: Record<string, tf.Tensor> = { loss }
      for (const [index, { spec }] of trainable.entries()) outputs[gradientName(spec.name)] = gradients[index]!
      for (const { spec, layerVariable } of weights)
        if (!spec.trainable) outputs[statisticName(spec.name)] = tf.clone(layerVariable.read())
      return outputs
    }),
  )
}

/** Records the optimizer's update of a vector of parameters: `w`, its gradient `g` and slots to new `w` and slots. */
export function recordUpdate(program: TrainingProgram, shape: readonly number[], penalised: boolean): Graph {
  const { slots } = program.optimizer
  const inputs: InputSpec[] = [
    { name: 'w', shape, dtype: 'float32' },
    { name: 'g', shape, dtype: 'float32' },
    ...slots.map(({ name }): InputSpec => ({ name: slotName(name), shape, dtype: 'float32' })),
    ...scalarInputs(program),
  ]
  return record('update', inputs, (tensors) => {
    const updated = updateParameters(program, {
      w: tensors['w']!,
      g: tensors['g']!,
      slots: Object.fromEntries(slots.map(({ name }) => [name, tensors[slotName(name)]!])),
      s: scalarsFrom(program, tensors),
      penalised,
    })
    return {
      w: updated.w,
      ...Object.fromEntries(slots.map(({ name }) => [slotName(name), updated.slots[name]!])),
    }
  })
}

/** Records what becomes of an updated kernel `w`, where the program constrains. */
export function recordConstraint(program: TrainingProgram, shape: readonly number[]): Graph {
  const inputs: InputSpec[] = [{ name: 'w', shape, dtype: 'float32' }, ...scalarInputs(program)]
  return record('constraint', inputs, (tensors) => ({
    w: program.constrain(tensors['w']!, scalarsFrom(program, tensors)),
  }))
}

/** Records the network in use: from weights and a batch `x` of the given size to `outputs`. */
export function recordPrediction(program: TrainingProgram, batchSize: number): Graph {
  const inputs: InputSpec[] = [
    ...weightInputs(program),
    { name: 'x', shape: [batchSize, ...program.job.inputShape], dtype: 'float32' },
  ]
  return record('prediction', inputs, (tensors) =>
    withModel(program, tensors, (model) => ({ outputs: program.predict(model, tensors['x']!) })),
  )
}
