import { adam } from './adam.ts'
import type { OptimizerRule } from './rule.ts'

/**
 * AdamW: Adam's update; the decoupled weight decay that makes the difference is a penalty here, usable with every optimizer
 * (penalties.ts). Asking for adamw without naming a decay gets 0.01 (hyperparameters.ts).
 * @see Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019
 */
export const adamw: OptimizerRule = adam
