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

/** The same equations, each after those that it needs; otherwise in the given order. */
export function inOrder(graph: Graph): Graph {
  const producers = new Map<Value, Node>(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node])))
  const placed = new Set<Node>()
  const place = (node: Node): void => {
    if (placed.has(node)) return
    for (const input of node.inputs) {
      const producer = input === null ? undefined : producers.get(input)
      if (producer !== undefined) place(producer)
    }
    placed.add(node)
  }
  for (const node of graph.nodes) place(node)
  return { ...graph, nodes: [...placed] }
}
