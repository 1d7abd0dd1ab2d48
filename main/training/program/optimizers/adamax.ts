import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'

/**
 * Adamax: m = b1 m + (1 - b1) g; u = max(b2 u, |g| + epsilon); w -= rate / (1 - b1^t) * m / u. Epsilon as in PyTorch.
 * @see Kingma and Ba 2015, section 7.1
 */
export const adamax: OptimizerRule = {
  name: 'adamax',
  slots: [
    { name: 'scaledMean', initial: 0 },
    { name: 'largest', initial: 0 },
  ],
  constants: ['beta1', 'beta2', 'epsilon'],
  perStep: ['adamaxRate'],
  perStepScalars: (step, learningRate, { beta1 }) => ({
    adamaxRate: (learningRate * (1 - beta1)) / (1 - beta1 ** (step + 1)),
  }),
  update({ w, g, slots, s }) {
    const scaledMean = tf.add(tf.mul(slots['scaledMean']!, s['beta1']!), g)
    const largest = tf.maximum(tf.mul(slots['largest']!, s['beta2']!), tf.add(tf.abs(g), s['epsilon']!))
    return { w: tf.sub(w, tf.mul(tf.div(scaledMean, largest), s['adamaxRate']!)), slots: { scaledMean, largest } }
  },
}
