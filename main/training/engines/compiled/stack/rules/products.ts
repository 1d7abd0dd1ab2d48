import type { Value } from '../../graph/types.ts'
import type { Builder } from '../../lower/builder.ts'
import { uniform } from '../../lower/simplify/rule.ts'
import type { StackingRule } from '../stacking.ts'

const swapLast = (builder: Builder, x: Value): Value => {
  const perm = x.shape.map((_, axis) => axis)
  perm.splice(-2, 2, perm.length - 1, perm.length - 2)
  return builder.transpose(x, perm)
}

const matMul: StackingRule = (node, stacking) => {
  const [a, b] = [node.inputs[0]!, node.inputs[1]!]
  const rank = Math.max(a.shape.length, b.shape.length)
  return [stacking.builder.op('MatMul', [stacking.broadcastable(a, rank), stacking.broadcastable(b, rank)])]
}

/** One product a member; a row of ones in front, which sums columns (simplify/column-sums.ts), is a sum again. */
const gemm: StackingRule = (node, stacking) => {
  const { builder } = stacking
  const [a, b, summand] = [node.inputs[0]!, node.inputs[1]!, node.inputs[2]]
  const [transA, transB] = [node.attributes['transA'] === 1, node.attributes['transB'] === 1]
  const factor = (x: Value, transposed: boolean): Value =>
    transposed ? swapLast(builder, stacking.get(x)) : stacking.get(x)
  const sumsColumns = a.shape[0] === 1 && !transA && !transB && uniform(a) === 1
  const product = sumsColumns
    ? builder.op('ReduceSum', [stacking.get(b), builder.numbers([1])], { keepdims: 1 })
    : builder.op('MatMul', [factor(a, transA), factor(b, transB)])
  return [summand ? builder.op('Add', [product, stacking.broadcastable(summand, 2)]) : product]
}

export const products: readonly (readonly [string, StackingRule])[] = [
  ['MatMul', matMul],
  ['Gemm', gemm],
]
