import type { Value } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import type { Simplification } from './rule.ts'

/**
 * Sums over all axes but the last as a product with a row of ones, which the runtime computes faster (TRACING.md). Of more
 * than two axes the first is folded first: two short sums lose less precision than a long one.
 */
export const columnSumAsProduct: Simplification = (builder, inputs, attributes) => {
  const x = inputs[0]!
  const axes = inputs[1]?.data ? [...inputs[1].data].map(Number) : []
  const isColumnSum = x.shape.length >= 2 && axes.join() === [...x.shape.keys()].slice(0, -1).join()
  if (!isColumnSum || x.dtype !== 'float32' || attributes['keepdims'] !== 0) return null
  const columns = x.shape.at(-1)!
  const fold = (rows: number, matrix: Value): Value => {
    const ones = builder.constant([1, rows], 'float32', new Float32Array(rows).fill(1))
    return builder.op('Gemm', [ones, matrix], { transA: 0, transB: 0 })
  }
  const first = x.shape[0]!
  const rest = sizeOf(x.shape) / first / columns
  const folded = first === 1 ? x : fold(first, builder.reshape(x, [first, rest * columns]))
  return builder.reshape(rest === 1 ? folded : fold(rest, builder.reshape(folded, [rest, columns])), [columns])
}
