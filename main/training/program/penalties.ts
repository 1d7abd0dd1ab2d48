import * as tf from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { Scalars } from './optimizers/rule.ts'

/** Which penalties a job has. Those it has not leave no trace in the graph. */
export interface Penalties {
  readonly l1: boolean
  readonly l2: boolean
  readonly weightDecay: boolean
}

export const penaltiesOf = (h: Hyperparameters): Penalties => ({
  l1: h.l1 !== 0,
  l2: h.l2 !== 0,
  weightDecay: h.weightDecay !== 0,
})

/**
 * Which elements are penalised: all of the tensor, none, or those where a tensor of the same shape holds 1 (others 0), for
 * a flat vector of all parameters. Kernels are penalised; biases and normalisation's gamma and beta are not.
 */
export type Penalised = boolean | tf.Tensor

const onlyPenalised = (x: tf.Tensor, penalised: tf.Tensor | true): tf.Tensor =>
  penalised === true ? x : tf.mul(x, penalised)

/**
 * The gradient with that of the penalties l1 * sum|w| + l2 * sum w² added (Keras's convention for the strengths). The
 * penalties' values are in no reported loss. The derivative of |w| at 0 is 0, so exact zeros stay.
 */
export function penalisedGradient(
  w: tf.Tensor,
  g: tf.Tensor,
  s: Scalars,
  has: Penalties,
  penalised: Penalised,
): tf.Tensor {
  if (penalised === false || (!has.l1 && !has.l2)) return g
  const l1 = has.l1 ? tf.mul(tf.sign(w), s['l1']!) : undefined
  const l2 = has.l2 ? tf.mul(w, tf.mul(s['l2']!, 2)) : undefined
  const penalty = l1 !== undefined && l2 !== undefined ? tf.add(l1, l2) : (l1 ?? l2)!
  return tf.add(g, onlyPenalised(penalty, penalised))
}

/** Decoupled decay, before the optimizer's own step: w - rate * weightDecay * w (Loshchilov and Hutter, ICLR 2019). */
export function decayed(w: tf.Tensor, s: Scalars, has: Penalties, penalised: Penalised): tf.Tensor {
  if (penalised === false || !has.weightDecay) return w
  const shrink = s['decayPerStep']!
  if (penalised === true) return tf.mul(w, tf.sub(1, shrink))
  return tf.sub(w, tf.mul(w, tf.mul(penalised, shrink)))
}
