import type { RewriteRule } from './rule.ts'
import { inputOf } from './rule.ts'

/**
 * step(x) = step(relu(x)), where relu(x) is computed anyway: x itself is then needed by the relu alone, and the runtime
 * joins product and relu into one operator.
 */
export const stepOfRelu: RewriteRule = {
  name: 'step of relu',
  target: 'Step',
  apply(rewriter, step) {
    const x = inputOf(step, 'x')
    const alpha = Number(step.attributes['alpha'] ?? 0)
    const relu = rewriter.users(x).find((user) => user?.op === 'Relu')
    if (alpha !== 0 || !relu) return false
    const replacement = rewriter.make('Step', { x: relu.outputs[0]! }, step.attributes, step.outputs[0]!)
    rewriter.replace(step, [replacement], replacement.outputs[0]!)
    return true
  },
}
