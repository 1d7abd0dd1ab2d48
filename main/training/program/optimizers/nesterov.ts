import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'
import { rateAlone } from './rule.ts'

/**
 * Nesterov momentum, as in tfjs and PyTorch: v = momentum * v + g; w -= rate * (g + momentum * v).
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013
 */
export const nesterov: OptimizerRule = {
  name: 'nesterov',
  slots: [{ name: 'velocity', initial: 0 }],
  constants: ['momentum'],
  perStep: ['learningRate'],
  perStepScalars: rateAlone,
  update({ w, g, slots, s }) {
    const velocity = tf.add(tf.mul(slots['velocity']!, s['momentum']!), g)
    const ahead = tf.add(g, tf.mul(velocity, s['momentum']!))
    return { w: tf.sub(w, tf.mul(ahead, s['learningRate']!)), slots: { velocity } }
  },
}
