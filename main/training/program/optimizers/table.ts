import { adadelta } from './adadelta.ts'
import { adagrad } from './adagrad.ts'
import { adam } from './adam.ts'
import { adamax } from './adamax.ts'
import { adamw } from './adamw.ts'
import { amsgrad } from './amsgrad.ts'
import { lion } from './lion.ts'
import { momentum } from './momentum.ts'
import { nadam } from './nadam.ts'
import { nesterov } from './nesterov.ts'
import { rmsprop } from './rmsprop.ts'
import { sgd } from './sgd.ts'
import type { OptimizerName } from '../../hyperparameters/optimizer.ts'
import type { OptimizerRule } from './rule.ts'

export const optimizers: Readonly<Record<OptimizerName, OptimizerRule>> = {
  sgd,
  momentum,
  nesterov,
  adam,
  adamw,
  rmsprop,
  adagrad,
  adadelta,
  adamax,
  amsgrad,
  lion,
  nadam,
}
