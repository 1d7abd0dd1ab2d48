import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'

/**
 * RMSprop without momentum or centring: a = rho * a + (1 - rho) * g²; w -= rate * g / sqrt(a + epsilon).
 * The slot holds a / (1 - rho), which saves a pass: sqrt(a + epsilon) = sqrt(1 - rho) * sqrt(A + epsilon / (1 - rho)).
 * @see Hinton, Neural networks for machine learning, lecture 6e; epsilon inside the root as in tfjs and Keras
 */
export const rmsprop: OptimizerRule = {
  name: 'rmsprop',
  slots: [{ name: 'scaledSquares', initial: 0 }],
  constants: ['rho'],
  perStep: ['rmspropRate', 'rmspropEpsilon'],
  perStepScalars: (_step, learningRate, { rho, epsilon }) => ({
    rmspropRate: learningRate / Math.sqrt(1 - rho),
    rmspropEpsilon: epsilon / (1 - rho),
  }),
  update({ w, g, slots, s }) {
    const scaledSquares = tf.add(tf.mul(slots['scaledSquares']!, s['rho']!), tf.mul(g, g))
    const direction = tf.div(g, tf.sqrt(tf.add(scaledSquares, s['rmspropEpsilon']!)))
    return { w: tf.sub(w, tf.mul(direction, s['rmspropRate']!)), slots: { scaledSquares } }
  },
}
