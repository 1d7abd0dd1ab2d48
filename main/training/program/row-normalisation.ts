import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'

/** Brings each row (the last axis) to mean 0 and variance 1, the variance being the biased one. */
export class RowNormalisation extends layers.Layer {
  static readonly className = 'RowNormalisation'
  readonly #epsilon: number

  constructor({ name, epsilon }: { readonly name: string; readonly epsilon: number }) {
    super({ name })
    this.#epsilon = epsilon
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs
    const centred = tf.sub(x, tf.mean(x, -1, true))
    const variance = tf.mean(tf.mul(centred, centred), -1, true)
    return tf.div(centred, tf.sqrt(tf.add(variance, this.#epsilon)))
  }

  override computeOutputShape<S>(shape: S): S {
    return shape
  }
}
