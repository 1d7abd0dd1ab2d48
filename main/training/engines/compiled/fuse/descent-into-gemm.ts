import { sizeOf } from '../graph/types.ts'
import type { Node } from '../graph/types.ts'
import type { RewriteRule } from '../rewrite/rule.ts'
import { freeProduct } from './sum-into-gemm.ts'

/**
 * w - (a * b) * rate, plain gradient descent, becomes w + a * (b * -rate): the rate scales the small factor instead of the
 * gradient, and the product starts from w. Saves two passes over the parameters and the gradient itself.
 */
export const descentIntoGemm: RewriteRule = {
  name: 'descent into gemm',
  target: 'Sub',
  apply(rewriter, sub) {
    const [w, step] = [sub.inputs[0]!, sub.inputs[1]!]
    const scaled = rewriter.producer(step)
    if (scaled?.op !== 'Mul' || rewriter.onlyUser(step) === undefined || w.shape.join() !== step.shape.join())
      return false
    const [gradient, rate] = [scaled.inputs[0]!, scaled.inputs[1]!]
    const gemm = freeProduct(rewriter, gradient)
    if (gemm === undefined || sizeOf(rate.shape) !== 1) return false
    const [a, b] = [gemm.inputs[0]!, gemm.inputs[1]!]
    if (sizeOf(b.shape) >= sizeOf(gradient.shape)) return false
    const negative = rewriter.make('Neg', { x: rate }, {}, rate)
    const factor = rewriter.make('Mul', { a: b, b: negative.outputs[0]! }, {}, b)
    const fused: Node = { ...gemm, inputs: [a, factor.outputs[0]!, w], outputs: sub.outputs }
    rewriter.replace(sub, [negative, factor, fused], sub.outputs[0]!)
    return true
  },
}
