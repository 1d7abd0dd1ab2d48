import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'
import { rateAlone } from './rule.ts'

/**
 * Heavy-ball momentum, as in tfjs and PyTorch: v = momentum * v + g; w -= rate * v. The rate is outside the velocity, unlike
 * in Keras, so a schedule rescales the history too.
 */
export const momentum: OptimizerRule = {
  name: 'momentum',
  slots: [{ name: 'velocity', initial: 0 }],
  constants: ['momentum'],
  perStep: ['learningRate'],
  perStepScalars: rateAlone,
  update({ w, g, slots, s }) {
    const velocity = tf.add(tf.mul(slots['velocity']!, s['momentum']!), g)
    return { w: tf.sub(w, tf.mul(velocity, s['learningRate']!)), slots: { velocity } }
  },
}
