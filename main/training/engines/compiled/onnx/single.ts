import type { Graph } from '../graph/types.ts'
import { writeModel } from './model.ts'
import { declare, withOwnOutputs } from './outputs.ts'

/** A model of one graph that is run as it is. */
export function writeSingle(graph: Graph): Uint8Array {
  const { nodes, outputs } = withOwnOutputs(graph, 'output:')
  return writeModel({
    name: graph.name,
    inputs: graph.inputs.map(declare),
    outputs,
    nodes: nodes.map((node) => ({ node })),
  })
}
