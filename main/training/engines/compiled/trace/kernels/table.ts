import { convolutions } from './convolutions.ts'
import { elementwise } from './elementwise.ts'
import { products } from './products.ts'
import { reductions } from './reductions.ts'
import type { KernelRule } from './rule.ts'
import { input, one } from './rule.ts'
import { shaping } from './shaping.ts'
import { tokens } from './tokens.ts'

/** Every tfjs kernel that can be recorded, with the rule for the types of its results. */
export const kernelRules: ReadonlyMap<string, KernelRule> = new Map([
  ...elementwise,
  ...reductions,
  ...products,
  ...convolutions,
  ...shaping,
  ...tokens,
  ['FusedBatchNorm', (call) => one(input(call, 'x').shape, 'float32')],
  ['CounterUniform', (call) => one(call.attributes['shape'] as readonly number[], 'float32')],
  ['CounterMask', (call) => one(call.attributes['shape'] as readonly number[], 'float32')],
] as readonly (readonly [string, KernelRule])[])
