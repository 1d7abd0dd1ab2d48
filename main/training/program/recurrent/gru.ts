import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Cell } from './cell.ts'

/**
 * Gated recurrent unit; gates in Keras's order: update, reset, candidate. The reset gate acts on the state before its product,
 * as in the paper and in tfjs (Keras's `reset_after: false`), so that a saved network is one of standard layers.
 * @see Cho et al., Learning phrase representations using RNN encoder-decoder, 2014, version 1 and 3
 */
export const gru: Cell = {
  products: [2, 1],
  forward([zGates, zCandidate], before, recall, masked) {
    if (before === undefined) {
      const [update] = tf.split(tf.sigmoid(zGates!), 2, 1) as [Tensor2D, Tensor2D]
      const fresh = tf.tanh(zCandidate!)
      return { state: [tf.mul(tf.sub(1, update), fresh)], kept: [update, fresh], seen: [] }
    }
    const [h] = before as readonly [Tensor2D]
    const visible = masked(h)
    const gates = tf.sigmoid(tf.add(recall(visible, 0), zGates!))
    const [update, reset] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D]
    const remembered: Tensor2D = tf.mul(reset, visible)
    const fresh: Tensor2D = tf.tanh(tf.add(recall(remembered, 1), zCandidate!))
    const change: Tensor2D = tf.mul(update, tf.sub(h, fresh))
    const kept = [update, fresh, reset, remembered, change]
    return { state: [tf.add(fresh, change)], kept, seen: [visible, remembered] }
  },
  // Products that the forward pass has made already stand in for two of their factors: the slope of a sigmoid y is y (1 - y).
  backward(kept, [gradient], _first, recallGradient, masked) {
    const [update, fresh, reset, remembered, change] = kept as readonly Tensor2D[] & readonly [Tensor2D, Tensor2D]
    const byBefore: Tensor2D = tf.mul(gradient, update)
    const byCandidate: Tensor2D = tf.mul(tf.sub(gradient, byBefore), tf.sub(1, tf.square(fresh)))
    if (reset === undefined || remembered === undefined || change === undefined) {
      const byUpdate: Tensor2D = tf.neg(tf.mul(byBefore, tf.mul(fresh, tf.sub(1, update))))
      return { z: [tf.concat([byUpdate, tf.zerosLike(byUpdate)], 1), byCandidate], before: [] }
    }
    const byUpdate: Tensor2D = tf.mul(gradient, tf.mul(change, tf.sub(1, update)))
    const byRemembered = recallGradient(byCandidate, 1)
    const byReset: Tensor2D = tf.mul(byRemembered, tf.mul(remembered, tf.sub(1, reset)))
    const z: Tensor2D = tf.concat([byUpdate, byReset], 1)
    const byVisible: Tensor2D = tf.add(recallGradient(z, 0), tf.mul(byRemembered, reset))
    return { z: [z, byCandidate], before: [tf.add(masked(byVisible), byBefore)] }
  },
}
