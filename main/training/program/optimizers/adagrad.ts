import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'
import { rateAlone } from './rule.ts'

/**
 * Adagrad: a += g², from 0.1; w -= rate * g / sqrt(a + epsilon), as in tfjs and Keras.
 * @see Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 2011
 */
export const adagrad: OptimizerRule = {
  name: 'adagrad',
  slots: [{ name: 'squares', initial: 0.1 }],
  constants: ['epsilon'],
  perStep: ['learningRate'],
  perStepScalars: rateAlone,
  update({ w, g, slots, s }) {
    const squares = tf.add(slots['squares']!, tf.mul(g, g))
    const direction = tf.div(g, tf.sqrt(tf.add(squares, s['epsilon']!)))
    return { w: tf.sub(w, tf.mul(direction, s['learningRate']!)), slots: { squares } }
  },
}
