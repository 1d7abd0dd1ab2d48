import * as tf from '@tensorflow/tfjs-core'
import { adam } from './adam.ts'
import type { OptimizerRule } from './rule.ts'

/**
 * Nadam: Adam that looks one step ahead, as Nesterov's momentum does:
 * w -= rate * (b1 m / (1 - b1^(t+1)) + (1 - b1) g / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
 * Slots are scaled as Adam's are. The momentum has no schedule of its own, as in optax.
 * @see Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016
 */
export const nadam: OptimizerRule = {
  ...adam,
  name: 'nadam',
  perStep: ['nadamMean', 'nadamGradient', 'adamEpsilon'],
  perStepScalars(step, learningRate, { beta1, beta2, epsilon }) {
    const t = step + 1
    const c = Math.sqrt((1 - beta2) / (1 - beta2 ** t))
    const rate = (learningRate * (1 - beta1)) / c
    return {
      nadamMean: (rate * beta1) / (1 - beta1 ** (t + 1)),
      nadamGradient: rate / (1 - beta1 ** t),
      adamEpsilon: epsilon / c,
    }
  },
  update({ w, g, slots, s }) {
    const scaledMean = tf.add(tf.mul(slots['scaledMean']!, s['beta1']!), g)
    const scaledVariance = tf.add(tf.mul(slots['scaledVariance']!, s['beta2']!), tf.mul(g, g))
    const ahead = tf.add(tf.mul(scaledMean, s['nadamMean']!), tf.mul(g, s['nadamGradient']!))
    const step = tf.div(ahead, tf.add(tf.sqrt(scaledVariance), s['adamEpsilon']!))
    return { w: tf.sub(w, step), slots: { scaledMean, scaledVariance } }
  },
}
