import type { Graph } from '../graph/types.ts'
import { biasIntoProduct } from './bias-into-product.ts'
import { crossEntropyFromParts, softmaxFromParts } from './log-softmax.ts'
import { reluAfterMaxPool } from './relu-after-max-pool.ts'
import { Rewriter } from './rule.ts'
import type { RewriteRule } from './rule.ts'
import { stepOfRelu } from './step-of-relu.ts'

/** In the order of application: later rules see what earlier ones wrote. */
export const rewriteRules: readonly RewriteRule[] = [
  biasIntoProduct,
  reluAfterMaxPool,
  stepOfRelu,
  crossEntropyFromParts,
  softmaxFromParts,
]

/** Applies each rule, in order, wherever its condition holds, until it holds nowhere. */
export function rewrite(graph: Graph, rules: readonly RewriteRule[] = rewriteRules): Graph {
  const rewriter = new Rewriter(graph)
  rewriter.sweep()
  for (const rule of rules)
    for (let changed = true; changed;) {
      changed = false
      for (const node of rewriter.nodes)
        if (node.op === rule.target && rewriter.nodes.includes(node)) changed = rule.apply(rewriter, node) || changed
      if (changed) rewriter.sweep()
    }
  return rewriter.finish()
}
