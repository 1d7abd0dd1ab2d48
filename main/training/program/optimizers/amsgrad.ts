import * as tf from '@tensorflow/tfjs-core'
import { adam } from './adam.ts'
import type { OptimizerRule } from './rule.ts'

/**
 * AMSGrad: Adam with the largest variance so far in place of the present one, so that steps do not grow again. The largest
 * is kept before the correction for bias, as in PyTorch.
 * @see Reddi, Kale and Kumar, On the convergence of Adam and beyond, ICLR 2018, algorithm 2
 */
export const amsgrad: OptimizerRule = {
  ...adam,
  name: 'amsgrad',
  slots: [...adam.slots, { name: 'largestVariance', initial: 0 }],
  update({ w, g, slots, s }) {
    const scaledMean = tf.add(tf.mul(slots['scaledMean']!, s['beta1']!), g)
    const scaledVariance = tf.add(tf.mul(slots['scaledVariance']!, s['beta2']!), tf.mul(g, g))
    const largestVariance = tf.maximum(slots['largestVariance']!, scaledVariance)
    const direction = tf.div(scaledMean, tf.add(tf.sqrt(largestVariance), s['adamEpsilon']!))
    return {
      w: tf.sub(w, tf.mul(direction, s['adamRate']!)),
      slots: { scaledMean, scaledVariance, largestVariance },
    }
  },
}
