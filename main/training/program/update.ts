import type * as tf from '@tensorflow/tfjs-core'
import type { Update } from './optimizers/rule.ts'
import type { Penalised } from './penalties.ts'
import { decayed, penalisedGradient } from './penalties.ts'
import type { TrainingProgram } from './program.ts'

/**
 * New values of parameters and slots from the gradient of the data loss: penalties, decoupled decay, the optimizer's rule.
 * Works on one tensor, or on one flat vector of all parameters with `penalised` marking the kernels' elements.
 */
export function updateParameters(
  program: Pick<TrainingProgram, 'optimizer' | 'penalties'>,
  inputs: {
    readonly w: tf.Tensor
    readonly g: tf.Tensor
    readonly slots: Readonly<Record<string, tf.Tensor>>
    readonly s: Readonly<Record<string, tf.Scalar>>
    readonly penalised: Penalised
  },
): Update {
  const { optimizer, penalties } = program
  const { w, g, slots, s, penalised } = inputs
  return optimizer.update({
    w: decayed(w, s, penalties, penalised),
    g: penalisedGradient(w, g, s, penalties, penalised),
    slots,
    s,
  })
}
