import * as tf from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { Scalars } from './optimizers/rule.ts'

/** How a job keeps gradients small; what is off leaves no trace in the graph. Limits are scalars of the same names. */
export interface Clipping {
  readonly clipValue: boolean
  readonly clipNorm: boolean
  readonly clipGlobalNorm: boolean
}

export const clippingOf = (h: Hyperparameters): Clipping => ({
  clipValue: h.clipValue > 0,
  clipNorm: h.clipNorm > 0,
  clipGlobalNorm: h.clipGlobalNorm > 0,
})

const sumOfSquares = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(x, x)) as tf.Scalar

/** limit / max(norm, limit): 1 for short ones. */
const factor = (squares: tf.Scalar, limit: tf.Scalar): tf.Tensor => tf.div(limit, tf.maximum(tf.sqrt(squares), limit))

/**
 * Gradients of the data loss with each element within +-clipValue, then each tensor's norm within clipNorm, then the norm of
 * all together within clipGlobalNorm. Penalties come afterwards and are not clipped.
 * @see Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013
 */
export function clipped(gradients: readonly tf.Tensor[], clipping: Clipping, s: Scalars): readonly tf.Tensor[] {
  let result = gradients
  if (clipping.clipValue) {
    const limit = s['clipValue']!
    result = result.map((g) => tf.minimum(tf.maximum(g, tf.neg(limit)), limit))
  }
  if (clipping.clipNorm) result = result.map((g) => tf.mul(g, factor(sumOfSquares(g), s['clipNorm']!)))
  if (clipping.clipGlobalNorm) {
    const squares = result.map(sumOfSquares).reduce((sum, each) => tf.add(sum, each) as tf.Scalar)
    const shrink = factor(squares, s['clipGlobalNorm']!)
    result = result.map((g) => tf.mul(g, shrink))
  }
  return result
}
