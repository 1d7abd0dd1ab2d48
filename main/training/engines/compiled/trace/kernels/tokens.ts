import type { KernelRule } from './rule.ts'
import { input, number, one } from './rule.ts'

/** Kernels of networks that read tokens. */
export const tokens: readonly (readonly [string, KernelRule])[] = [
  ['TokenShares', (call) => one([input(call, 'tokens').shape[0]!, number(call, 'vocabulary')], 'float32')],
  ['RowSums', (call) => one([number(call, 'vocabulary'), input(call, 'x').shape[1]!], 'float32')],
]
