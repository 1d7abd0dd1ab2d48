import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { rowsPerStep } from '../../../main/training/batching.ts'
import type { TrainingData } from '../../../main/training/examples.ts'
import { createProgram } from '../../../main/training/program/program.ts'
import { registerCounterMask } from '../../../main/training/program/randomness/counter-mask.ts'
import { registerCounterUniform } from '../../../main/training/program/randomness/counter-uniform.ts'
import { registerTokenKernels } from '../../../main/training/program/tokens/register.ts'
import { updateParameters } from '../../../main/training/program/update.ts'
import { weightsOfModel } from '../../../main/training/spec/model-weights.ts'
import type { TrainingJob } from '../../../main/training/job.ts'

export interface ReferenceRun {
  readonly losses: readonly number[]
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly predictions: Float32Array
}

/** Trains on tfjs's own cpu backend, tensor by tensor: what the compiled engine is held to. */
export function trainWithTfjs(
  job: TrainingJob,
  data: TrainingData,
  rows: Int32Array,
  learningRates: Float32Array,
): ReferenceRun {
  const previous = tf.getBackend() as string | undefined
  void tf.setBackend('cpu')
  registerCounterMask('cpu')
  registerCounterUniform('cpu')
  registerTokenKernels('cpu')
  try {
    tf.engine().startScope()
    return train(job, data, rows, learningRates)
  } finally {
    tf.engine().endScope()
    if (previous !== undefined) void tf.setBackend(previous)
  }
}

function train(job: TrainingJob, data: TrainingData, rows: Int32Array, learningRates: Float32Array): ReferenceRun {
  const program = createProgram(job)
  const model = program.buildModel()
  const weights = weightsOfModel(model, program.spec)
  const trainable = weights.filter(({ spec }) => spec.trainable)
  const slots = new Map(
    trainable.map(({ spec }) => [
      spec.name,
      Object.fromEntries(program.optimizer.slots.map(({ name, initial }) => [name, tf.fill([...spec.shape], initial)])),
    ]),
  )
  const batchSize = rowsPerStep(job)
  const inputs = tf.tensor(data.train.inputs, [data.train.count, ...job.inputShape])
  const targets =
    job.task === 'classification'
      ? tf.tensor(
          data.train.targets,
          job.targetsPerExample === undefined ? [data.train.count] : [data.train.count, job.targetsPerExample],
          'int32',
        )
      : tf.tensor2d(data.train.targets as Float32Array, [data.train.count, job.outputs])
  const losses: number[] = []
  learningRates.forEach((learningRate, step) => {
    const indices = tf.tensor1d(rows.subarray(step * batchSize, (step + 1) * batchSize), 'int32')
    const [x, y] = [tf.gather(inputs, indices), tf.gather(targets, indices)]
    const values = program.perStep(step, learningRate)
    const scalars = Object.fromEntries(
      program.scalars.map(({ name, dtype, value }) => [
        name,
        tf.scalar(value === 'perStep' ? values[name]! : value, dtype),
      ]),
    )
    const { loss, gradients } = program.gradients(
      model,
      x,
      y,
      scalars,
      trainable.map(({ layerVariable }) => layerVariable.read() as tf.Variable),
    )
    losses.push(loss.dataSync()[0]!)
    for (const [index, { spec, layerVariable }] of trainable.entries()) {
      const variable = layerVariable.read() as tf.Variable
      const updated = updateParameters(program, {
        w: variable,
        g: gradients[index]!,
        slots: slots.get(spec.name)!,
        s: scalars,
        penalised: program.weights.find(({ name }) => name === spec.name)!.penalised,
      })
      slots.set(spec.name, updated.slots as Record<string, tf.Tensor>)
      const constrains = program.constrains && spec.role === 'kernel'
      layerVariable.write(constrains ? program.constrain(updated.w, scalars) : updated.w)
    }
  })
  const result = {
    losses,
    weights: new Map(
      weights.map(({ spec, layerVariable }) => [spec.name, layerVariable.read().dataSync().slice() as Float32Array]),
    ),
    predictions: program.predict(model, inputs).dataSync().slice() as Float32Array,
  }
  model.dispose()
  return result
}

/** Largest difference of two arrays, as a share of the largest element of the second. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, largest] = [0, 0]
  for (let index = 0; index < expected.length; index++) {
    difference = Math.max(difference, Math.abs(actual[index]! - expected[index]!))
    largest = Math.max(largest, Math.abs(expected[index]!))
    if (Number.isNaN(actual[index]!)) return Infinity
  }
  return actual.length === expected.length ? difference / Math.max(largest, 1e-30) : Infinity
}
