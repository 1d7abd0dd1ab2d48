import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'
import { rateAlone } from './rule.ts'

/**
 * Lion: w -= rate * sign(b1 m + (1 - b1) g); m = b2 m + (1 - b2) g. All weights move by the same amount, so rates are three
 * to ten times smaller than Adam's.
 * @see Chen et al., Symbolic discovery of optimization algorithms, NeurIPS 2023, program 1
 */
export const lion: OptimizerRule = {
  name: 'lion',
  slots: [{ name: 'mean', initial: 0 }],
  constants: ['beta1', 'beta2'],
  perStep: ['learningRate'],
  perStepScalars: rateAlone,
  update({ w, g, slots, s }) {
    const blend = (decay: tf.Scalar): tf.Tensor => tf.add(tf.mul(slots['mean']!, decay), tf.mul(g, tf.sub(1, decay)))
    const direction = tf.sign(blend(s['beta1']!))
    return { w: tf.sub(w, tf.mul(direction, s['learningRate']!)), slots: { mean: blend(s['beta2']!) } }
  },
}
