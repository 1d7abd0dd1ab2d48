import type { LoweringRule } from '../lowering.ts'
import { constants } from './constants.ts'
import { convolutions } from './convolutions.ts'
import { elementwise } from './elementwise.ts'
import { normalisation } from './normalisation.ts'
import { pooling } from './pooling.ts'
import { products } from './products.ts'
import { randomness } from './randomness.ts'
import { reductions } from './reductions.ts'
import { shaping } from './shaping.ts'
import { tokens } from './tokens.ts'

/** How each tfjs kernel is written with ONNX operators. */
export const loweringRules: ReadonlyMap<string, LoweringRule> = new Map([
  ...constants,
  ...elementwise,
  ...reductions,
  ...products,
  ...convolutions,
  ...pooling,
  ...normalisation,
  ...shaping,
  ...randomness,
  ...tokens,
])
