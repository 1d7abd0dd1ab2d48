import type { Graph, Node, Value } from './types.ts'

/** The graph without the equations that no output needs. */
export function withoutUnneeded(graph: Graph): Graph {
  const producers = new Map<Value, Node>(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node])))
  const needed = new Set<Node>()
  const visit = graph.outputs.map(({ value }) => value)
  while (visit.length > 0) {
    const node = producers.get(visit.pop()!)
    if (node === undefined || needed.has(node)) continue
    needed.add(node)
    for (const input of node.inputs) if (input !== null) visit.push(input)
  }
  return { ...graph, nodes: graph.nodes.filter((node) => needed.has(node)) }
}
