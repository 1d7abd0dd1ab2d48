import type { OptimizerName } from '../../hyperparameters/optimizer.ts'
import { adagrad } from './adagrad.ts'
import { adam } from './adam.ts'
import { adamw } from './adamw.ts'
import { momentum } from './momentum.ts'
import { nesterov } from './nesterov.ts'
import { rmsprop } from './rmsprop.ts'
import type { OptimizerRule } from './rule.ts'
import { sgd } from './sgd.ts'

export const optimizers: Readonly<Record<OptimizerName, OptimizerRule>> = {
  sgd,
  momentum,
  nesterov,
  adam,
  adamw,
  rmsprop,
  adagrad,
}
