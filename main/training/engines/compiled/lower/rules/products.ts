import type { Value } from '../../graph/types.ts'
import type { Builder } from '../builder.ts'
import type { LoweringRule } from '../lowering.ts'
import { activate } from './activation.ts'

const swapLast = (builder: Builder, x: Value): Value => {
  const perm = x.shape.map((_, axis) => axis)
  perm.splice(-2, 2, perm.length - 1, perm.length - 2)
  return builder.transpose(x, perm)
}

/**
 * Matrix products. tfjs gives plain ones the shape [1, rows, inner]: they become Gemm, which transposes on the fly and
 * adds the bias. True batches become MatMul.
 */
const product: LoweringRule = (kernel, lowering, builder) => {
  const [a, b] = [lowering.plain(kernel.input('a')), lowering.plain(kernel.input('b'))]
  const [output] = kernel.outputs
  const bias = kernel.optional('bias')
  const [transposeA, transposeB] = [kernel.attribute('transposeA') === true, kernel.attribute('transposeB') === true]
  const isPlain = [a, b].every((factor) => factor.shape.slice(0, -2).every((size) => size === 1))
  let result: Value
  if (isPlain) {
    const matrix = (x: Value): Value => builder.reshape(x, x.shape.slice(-2))
    const inputs = [matrix(a), matrix(b)]
    if (bias) inputs.push(builder.reshape(lowering.plain(bias), [bias.shape.at(-1)!]))
    result = builder.op('Gemm', inputs, { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 })
  } else {
    result = builder.op('MatMul', [transposeA ? swapLast(builder, a) : a, transposeB ? swapLast(builder, b) : b])
    if (bias) result = builder.op('Add', [result, lowering.plain(bias)])
  }
  const activated = activate(builder, result, kernel.attribute('activation'), kernel.attribute('leakyreluAlpha'))
  lowering.set(output!, builder.reshape(activated, output!.shape))
}

/** Matrix products, with or without bias and activation. */
export const products: readonly (readonly [string, LoweringRule])[] = [
  ['BatchMatMul', product],
  ['_FusedMatMul', product],
]
