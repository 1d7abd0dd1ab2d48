import type { RewriteRule } from './rule.ts'
import { inputOf } from './rule.ts'

const fused: Readonly<Record<string, string>> = { Conv2D: 'FusedConv2D', BatchMatMul: '_FusedMatMul' }

/** product(x, w) + b, with b a vector over the last axis, becomes one fused kernel: a pass over the result less. */
export const biasIntoProduct: RewriteRule = {
  name: 'bias into product',
  target: 'Add',
  apply(rewriter, add) {
    const [product, bias] = [inputOf(add, 'a'), inputOf(add, 'b')]
    const node = rewriter.producer(product)
    const op = fused[node?.op ?? '']
    if (node === undefined || op === undefined || rewriter.onlyUser(product) === undefined) return false
    const channels = product.shape.at(-1)
    if (bias.shape.at(-1) !== channels || bias.shape.slice(0, -1).some((size) => size !== 1)) return false
    if (node.op === 'BatchMatMul' && product.shape.slice(0, -2).some((size) => size !== 1)) return false
    const inputs = Object.fromEntries(node.inputNames!.map((name, index) => [name, node.inputs[index]!]))
    const replacement = rewriter.make(op, { ...inputs, bias }, node.attributes, product)
    rewriter.replace(add, [replacement], replacement.outputs[0]!)
    return true
  },
}
