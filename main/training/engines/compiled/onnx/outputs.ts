import type { Graph, Node, Value } from '../graph/types.ts'
import type { Declaration } from './model.ts'

export const declare = (value: Pick<Value, 'name' | 'dtype' | 'shape'>): Declaration => value

/**
 * Each output of a graph must be assigned by a node of its own: an output that is an input, a constant, or another
 * output as well is copied.
 */
export function withOwnOutputs(graph: Graph, prefix: string): { nodes: Node[]; outputs: Declaration[] } {
  const nodes: Node[] = [...graph.nodes]
  const assigned = new Set(graph.nodes.flatMap((node) => node.outputs))
  const taken = new Set<Value>()
  const outputs = graph.outputs.map(({ name, value }) => {
    if (assigned.has(value) && !taken.has(value)) {
      taken.add(value)
      return declare(value)
    }
    const copy: Value = { name: `${prefix}${name}`, shape: value.shape, dtype: value.dtype }
    nodes.push({ op: 'Identity', inputs: [value], attributes: {}, outputs: [copy] })
    return declare(copy)
  })
  return { nodes, outputs }
}
