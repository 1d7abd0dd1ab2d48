import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'

/**
 * Adam: m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²; w -= rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
 *
 * The slots hold m / (1 - b1) and v / (1 - b2), and the bias corrections are folded into two scalars per step, which leaves
 * ten elementwise passes of the textbook's fourteen. With c = sqrt((1 - b2) / (1 - b2^t)) the update is
 * rate * (1 - b1) / ((1 - b1^t) c) * M / (sqrt(V) + epsilon / c).
 * @see Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015
 */
export const adam: OptimizerRule = {
  name: 'adam',
  slots: [
    { name: 'scaledMean', initial: 0 },
    { name: 'scaledVariance', initial: 0 },
  ],
  constants: ['beta1', 'beta2'],
  perStep: ['adamRate', 'adamEpsilon'],
  perStepScalars(step, learningRate, { beta1, beta2, epsilon }) {
    const t = step + 1
    const c = Math.sqrt((1 - beta2) / (1 - beta2 ** t))
    return { adamRate: (learningRate * (1 - beta1)) / ((1 - beta1 ** t) * c), adamEpsilon: epsilon / c }
  },
  update({ w, g, slots, s }) {
    const scaledMean = tf.add(tf.mul(slots['scaledMean']!, s['beta1']!), g)
    const scaledVariance = tf.add(tf.mul(slots['scaledVariance']!, s['beta2']!), tf.mul(g, g))
    const direction = tf.div(scaledMean, tf.add(tf.sqrt(scaledVariance), s['adamEpsilon']!))
    return { w: tf.sub(w, tf.mul(direction, s['adamRate']!)), slots: { scaledMean, scaledVariance } }
  },
}
