import * as tf from '@tensorflow/tfjs-core'

/**
 * A kernel whose incoming weights of each unit have at most the given norm: longer ones are shortened, after every update.
 * @param kernel [..., units]
 * @see Srivastava et al., Dropout, JMLR 2014, section 5.1
 */
export function withinNorm(kernel: tf.Tensor, limit: tf.Scalar): tf.Tensor {
  const incoming = kernel.shape.slice(0, -1).map((_, axis) => axis)
  const norms = tf.sqrt(tf.sum(tf.mul(kernel, kernel), incoming, true))
  return tf.mul(kernel, tf.div(limit, tf.maximum(norms, limit)))
}
