import * as tf from '@tensorflow/tfjs-core'

/**
 * Mean softmax cross-entropy of a batch, from logits and class numbers. Stable: the largest logit is subtracted first.
 * Its gradient, (softmax - onehot) / batch, is given in closed form, which saves the nodes that tfjs's would take.
 *
 * @param logits [batch, classes]
 * @param classes [batch], int32
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, classes: tf.Tensor1D): tf.Scalar {
  const [batch, depth] = logits.shape
  const lossOf = tf.customGrad((x, save) => {
    const shifted = tf.sub(x as tf.Tensor2D, tf.max(x as tf.Tensor2D, -1, true))
    const exponentials = tf.exp(shifted)
    const sums = tf.sum(exponentials, -1, true)
    // Not oneHot's own dtype argument: the wasm backend writes integer bits whatever it is asked for.
    const target = tf.cast(tf.oneHot(classes, depth), 'float32')
    ;(save as tf.GradSaveFunc)([tf.div(exponentials, sums), target])
    const value = tf.mean(tf.sub(tf.log(sums), tf.sum(tf.mul(target, shifted), -1, true))) as tf.Scalar
    return {
      value,
      gradFunc: (dy: tf.Scalar, saved: tf.Tensor[]) => tf.mul(tf.sub(saved[0]!, saved[1]!), tf.div(dy, batch)),
    }
  })
  return lossOf(logits) as tf.Scalar
}

/** Mean squared error over the batch and all outputs; values and targets are [batch, outputs]. */
export function meanSquaredError(values: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const lossOf = tf.customGrad((x, save) => {
    const difference = tf.sub(x as tf.Tensor2D, targets)
    ;(save as tf.GradSaveFunc)([difference])
    return {
      value: tf.mean(tf.mul(difference, difference)) as tf.Scalar,
      gradFunc: (dy: tf.Scalar, saved: tf.Tensor[]) => tf.mul(saved[0]!, tf.mul(dy, 2 / values.size)),
    }
  })
  return lossOf(values) as tf.Scalar
}
