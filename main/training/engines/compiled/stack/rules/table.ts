import type { StackingRule } from '../stacking.ts'
import { elementwise } from './elementwise.ts'
import { products } from './products.ts'
import { reductions } from './reductions.ts'
import { shaping } from './shaping.ts'

/** Operators of the lowered dialect that can work along an axis of members: what dense networks need. */
export const stackingRules: ReadonlyMap<string, StackingRule> = new Map([
  ...elementwise,
  ...products,
  ...reductions,
  ...shaping,
])
