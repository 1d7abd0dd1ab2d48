import type { Node } from '../graph/types.ts'
import type { RewriteRule } from './rule.ts'
import { inputOf } from './rule.ts'

const isStep = (node: Node | undefined): boolean => node?.op === 'Step' && Number(node.attributes['alpha'] ?? 0) === 0

/**
 * pool(relu(x)) = relu(pool(x)): the activation then works on a quarter of the elements, in the forward pass and in the
 * gradient. Where a window's maximum is positive, the same cell is the first maximum of both; where it is not, no gradient
 * passes the relu either way.
 *
 * Applies if the relu feeds nothing but the pool and its gradient, and the gradient goes nowhere but through the relu's.
 */
export const reluAfterMaxPool: RewriteRule = {
  name: 'relu after max pool',
  target: 'MaxPool',
  apply(rewriter, pool) {
    const activated = inputOf(pool, 'x')
    const relu = rewriter.producer(activated)
    if (relu?.op !== 'Relu') return false
    const users = rewriter.users(activated)
    const gradients = users.filter((user) => user?.op === 'MaxPoolGrad')
    if (users.some((user) => user !== pool && user?.op !== 'MaxPoolGrad') || gradients.length > 1) return false
    const x = inputOf(relu, 'x')
    const gradient = gradients[0] ?? undefined
    const masked = gradient && rewriter.onlyUser(gradient.outputs[0]!)
    if (gradient && (masked?.op !== 'Multiply' || !isStep(rewriter.producer(inputOf(masked, 'b'))))) return false
    if (masked && inputOf(rewriter.producer(inputOf(masked, 'b'))!, 'x') !== x) return false

    const pooled = rewriter.make('MaxPool', { x }, pool.attributes, pool.outputs[0]!)
    const result = rewriter.make('Relu', { x: pooled.outputs[0]! }, {}, pool.outputs[0]!)
    if (gradient && masked) {
      const dy = inputOf(gradient, 'dy')
      const step = rewriter.make('Step', { x: pooled.outputs[0]! }, { alpha: 0 }, dy)
      const passed = rewriter.make('Multiply', { a: dy, b: step.outputs[0]! }, {}, dy)
      const spread = rewriter.make(
        'MaxPoolGrad',
        { dy: passed.outputs[0]!, input: x, output: pooled.outputs[0]! },
        gradient.attributes,
        x,
      )
      rewriter.replace(masked, [step, passed, spread], spread.outputs[0]!)
    }
    rewriter.replace(pool, [pooled, result], result.outputs[0]!)
    return true
  },
}
