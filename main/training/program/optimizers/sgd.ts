import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'
import { rateAlone } from './rule.ts'

/** Stochastic gradient descent: w -= rate * g. */
export const sgd: OptimizerRule = {
  name: 'sgd',
  slots: [],
  constants: [],
  perStep: ['learningRate'],
  perStepScalars: rateAlone,
  update: ({ w, g, s }) => ({ w: tf.sub(w, tf.mul(g, s['learningRate']!)), slots: {} }),
}
