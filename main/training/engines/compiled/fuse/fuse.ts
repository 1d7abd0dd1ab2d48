import type { Graph } from '../graph/types.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import type { RewriteRule } from '../rewrite/rule.ts'
import { descentIntoGemm } from './descent-into-gemm.ts'
import { sumIntoGemm } from './sum-into-gemm.ts'

export const fusionRules: readonly RewriteRule[] = [sumIntoGemm, descentIntoGemm]

/** Joins operators of a finished lowered graph where the runtime then makes fewer passes over memory. */
export const fuse = (graph: Graph): Graph => rewrite(graph, fusionRules)
