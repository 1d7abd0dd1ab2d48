import type { ShapeRule } from '../../graph/types.ts'
import { elementwise } from './elementwise.ts'
import { products } from './products.ts'
import { reductions } from './reductions.ts'
import { shaping } from './shaping.ts'

/** The lowered dialect: every ONNX operator that lowering may write, with its type rule. */
export const onnxRules: ReadonlyMap<string, ShapeRule> = new Map([
  ...elementwise,
  ...reductions,
  ...products,
  ...shaping,
])
