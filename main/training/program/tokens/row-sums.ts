import * as tf from '@tensorflow/tfjs-core'

/** Name of the tfjs kernel: inputs `x` (float32 [count, units]) and `rows` (int32 [count]), attribute `vocabulary`. */
export const RowSums = 'RowSums'

/** The reference: row r of the result is the sum of the rows of x that `rows` sends to r; row 0, the padding, stays 0. */
export function sumRows(x: ArrayLike<number>, rows: ArrayLike<number>, units: number, vocabulary: number) {
  const sums = new Float32Array(vocabulary * units)
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!
    if (row === 0) continue
    for (let unit = 0; unit < units; unit++) sums[row * units + unit]! += x[index * units + unit]!
  }
  return sums
}

/**
 * Rows of a table, by number: what an embedding is. The gradient adds up what reaches each row, but for row 0: it belongs to
 * the padding, starts as zeros and stays so. (tfjs's own gradient takes a pass over everything for each row on its cpu
 * backend, and does not exist on wasm.)
 *
 * @param table [vocabulary, units]
 * @param rows int32 [count], from 0 to vocabulary - 1
 */
export function lookUp(table: tf.Tensor2D, rows: tf.Tensor1D): tf.Tensor2D {
  const [vocabulary] = table.shape
  const rowsOf = tf.customGrad((x, save) => {
    ;(save as tf.GradSaveFunc)([rows])
    return {
      value: tf.gather(x as tf.Tensor2D, rows),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.engine().runKernel(RowSums, { x: dy, rows: saved[0]! }, { vocabulary }) as tf.Tensor,
    }
  })
  return rowsOf(table) as tf.Tensor2D
}

/** Teaches a tfjs backend the kernel, once; it computes in JavaScript, so it fits every backend that can be written to. */
export function registerRowSums(backendName: string): void {
  if (tf.getKernel(RowSums, backendName) !== undefined) return
  tf.registerKernel({
    kernelName: RowSums,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { vocabulary } = attrs as unknown as { vocabulary: number }
      const [x, rows] = [inputs['x']!, inputs['rows']!]
      const units = x.shape[1]!
      const host = backend as tf.KernelBackend
      const [values, places] = [host.readSync(x.dataId), host.readSync(rows.dataId)] as [Float32Array, Int32Array]
      const shape = [vocabulary, units]
      const sums = sumRows(values, places, units, vocabulary)
      return { dataId: host.write(sums, shape, 'float32'), shape, dtype: 'float32' }
    },
  })
}
