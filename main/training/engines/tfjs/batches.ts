import * as tf from '@tensorflow/tfjs-core'
import type { TrainingData } from '../../examples.ts'
import { sizeOf } from '../../spec/weights.ts'

/** The named rows as a float32 tensor [rows, ...shape]. */
export function gatherRows(values: Float32Array | Int32Array, rows: Int32Array, shape: readonly number[]): tf.Tensor {
  const width = sizeOf(shape)
  const gathered = new Float32Array(rows.length * width)
  for (let i = 0; i < rows.length; i++)
    gathered.set(values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width)
  return tf.tensor(gathered, [rows.length, ...shape])
}

/** Training targets of the named rows: class numbers, int32 [rows], or [rows, targetsPerExample]; or values, float32 [rows, outputs]. */
export function targetsOf({ task, train, outputs, targetsPerExample }: TrainingData, rows: Int32Array): tf.Tensor {
  if (targetsPerExample !== undefined) return tf.cast(gatherRows(train.targets, rows, [targetsPerExample]), 'int32')
  return task === 'classification'
    ? tf.tensor1d(
        rows.map((row) => train.targets[row]!),
        'int32',
      )
    : gatherRows(train.targets, rows, [outputs])
}
