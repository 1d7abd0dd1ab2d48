import type { Node, Value } from '../graph/types.ts'
import type { RewriteRule, Rewriter } from '../rewrite/rule.ts'

/** A product that nothing else uses and that adds nothing yet. */
function freeProduct(rewriter: Rewriter, value: Value): Node | undefined {
  const node = rewriter.producer(value)
  return node?.op === 'Gemm' && node.inputs.length === 2 && rewriter.onlyUser(value) !== undefined ? node : undefined
}

/** a * b + c becomes a product that starts from c: a pass over the result less. */
export const sumIntoGemm: RewriteRule = {
  name: 'sum into gemm',
  target: 'Add',
  apply(rewriter, add) {
    const [first, second] = [add.inputs[0]!, add.inputs[1]!]
    if (first.shape.join() !== second.shape.join()) return false
    for (const [product, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const gemm = freeProduct(rewriter, product)
      if (gemm === undefined) continue
      const fused: Node = { ...gemm, inputs: [...gemm.inputs, other], outputs: add.outputs }
      rewriter.replace(add, [fused], add.outputs[0]!)
      return true
    }
    return false
  },
}
