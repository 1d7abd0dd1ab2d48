import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'
import { rateAlone } from './rule.ts'

/**
 * Adadelta: a = rho a + (1 - rho) g²; u = g sqrt(d + epsilon) / sqrt(a + epsilon); d = rho d + (1 - rho) u²; w -= rate u.
 * Steps have the unit of weights, so a rate of 1 is usual.
 * @see Zeiler 2012, arXiv 1212.5701, algorithm 1
 */
export const adadelta: OptimizerRule = {
  name: 'adadelta',
  slots: [
    { name: 'meanSquare', initial: 0 },
    { name: 'meanSquareStep', initial: 0 },
  ],
  constants: ['rho', 'epsilon'],
  perStep: ['learningRate'],
  perStepScalars: rateAlone,
  update({ w, g, slots, s }) {
    const rest = tf.sub(1, s['rho']!)
    const running = (name: string, x: tf.Tensor): tf.Tensor =>
      tf.add(tf.mul(slots[name]!, s['rho']!), tf.mul(tf.mul(x, x), rest))
    const meanSquare = running('meanSquare', g)
    const past = tf.add(slots['meanSquareStep']!, s['epsilon']!)
    const step = tf.mul(g, tf.sqrt(tf.div(past, tf.add(meanSquare, s['epsilon']!))))
    return {
      w: tf.sub(w, tf.mul(step, s['learningRate']!)),
      slots: { meanSquare, meanSquareStep: running('meanSquareStep', step) },
    }
  },
}
