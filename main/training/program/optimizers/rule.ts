import type * as tf from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../hyperparameters/table.ts'

/** What an optimizer remembers between steps, for each parameter tensor. */
export interface SlotSpec {
  readonly name: string
  readonly initial: number
}

export type Scalars = Readonly<Record<string, tf.Scalar>>

export interface UpdateInputs {
  readonly w: tf.Tensor
  readonly g: tf.Tensor
  /** By slot name, each of w's shape. */
  readonly slots: Readonly<Record<string, tf.Tensor>>
  readonly s: Scalars
}

export interface Update {
  readonly w: tf.Tensor
  readonly slots: Readonly<Record<string, tf.Tensor>>
}

/**
 * An update rule in elementwise tfjs operations only: it gives the same result on one flat vector of all parameters as on
 * each tensor by itself. Whatever varies per step but not per element is computed in JavaScript in double precision.
 */
export interface OptimizerRule {
  /** Rules of the same name make the same graph. */
  readonly name: string
  readonly slots: readonly SlotSpec[]
  /** Hyperparameters that `update` reads as scalars, constant in a job. */
  readonly constants: readonly (keyof Hyperparameters & string)[]
  /** Scalars that depend on the step or its learning rate. */
  readonly perStep: readonly string[]
  /** Values of `perStep`. @param step counts from 0 */
  perStepScalars(step: number, learningRate: number, h: Hyperparameters): Readonly<Record<string, number>>
  update(inputs: UpdateInputs): Update
}

/** `perStepScalars` of a rule that reads the learning rate as it is. */
export const rateAlone: OptimizerRule['perStepScalars'] = (_step, learningRate) => ({ learningRate })
