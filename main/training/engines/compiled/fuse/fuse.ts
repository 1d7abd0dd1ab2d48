import type { Graph } from '../graph/types.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import type { RewriteRule } from '../rewrite/rule.ts'
import { descentAsSum, scaleEarly } from './scale-early.ts'
import { sumIntoGemm } from './sum-into-gemm.ts'

/** In the order of application. */
export const fusionRules: readonly RewriteRule[] = [descentAsSum, scaleEarly, sumIntoGemm]

/** Joins operators of a finished lowered graph where the runtime then makes fewer passes over memory. */
export const fuse = (graph: Graph): Graph => rewrite(graph, fusionRules)
