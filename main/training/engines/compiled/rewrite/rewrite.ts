import type { Graph } from '../graph/types.ts'
import { biasIntoProduct } from './bias-into-product.ts'
import { reluAfterMaxPool } from './relu-after-max-pool.ts'
import { Rewriter } from './rule.ts'
import type { RewriteRule } from './rule.ts'
import { stepOfRelu } from './step-of-relu.ts'

/** In the order of application: later rules see what earlier ones wrote. */
export const rewriteRules: readonly RewriteRule[] = [biasIntoProduct, reluAfterMaxPool, stepOfRelu]

/** Applies each rule wherever its condition holds, once over the graph. */
export function rewrite(graph: Graph, rules: readonly RewriteRule[] = rewriteRules): Graph {
  const rewriter = new Rewriter(graph)
  for (const rule of rules)
    for (const node of rewriter.nodes)
      if (node.op === rule.target && rewriter.nodes.includes(node)) rule.apply(rewriter, node)
  return rewriter.finish()
}
