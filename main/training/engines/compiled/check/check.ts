import { printNode, printType } from '../graph/print.ts'
import type { Graph, ShapeRule, Value } from '../graph/types.ts'
import { sizeOf } from '../graph/types.ts'

/** A graph breaks the rules of its language; the message shows the equations around the fault. */
export class MalformedGraph extends Error {
  override readonly name = 'MalformedGraph'
  readonly code = 'malformed-graph'
}

const contextLines = 3

function fault(graph: Graph, position: number, reason: string): MalformedGraph {
  const from = Math.max(0, position - contextLines)
  const lines = graph.nodes
    .slice(from, position + contextLines + 1)
    .map((node, offset) => `${from + offset === position ? '>' : ' '} ${from + offset}: ${printNode(node)}`)
  return new MalformedGraph(`${graph.name}: ${reason}\n${lines.join('\n')}`)
}

/**
 * Checks that a graph is well formed: values are assigned once and before use, names are unique, every operation is in
 * the dialect, constants have as many elements as their shape says, and each output has the type that the operation's
 * rule infers from its inputs.
 *
 * @param rules the dialect: a type rule for each operation
 * @throws MalformedGraph at the first fault
 */
export function check(graph: Graph, rules: ReadonlyMap<string, ShapeRule>): void {
  const defined = new Set<Value>(graph.inputs)
  const names = new Set<string>()
  const claim = (value: Value, position: number): void => {
    if (names.has(value.name)) throw fault(graph, position, `the name %${value.name} is used twice`)
    names.add(value.name)
  }
  for (const input of graph.inputs) claim(input, 0)
  graph.nodes.forEach((node, position) => {
    for (const input of node.inputs) {
      if (input === null) continue
      if (input.data !== undefined) {
        if (input.data.length !== sizeOf(input.shape))
          throw fault(
            graph,
            position,
            `a constant of shape [${input.shape.join(',')}] has ${input.data.length} elements`,
          )
      } else if (!defined.has(input)) throw fault(graph, position, `%${input.name} is used before it is assigned`)
    }
    const rule = rules.get(node.op)
    if (rule === undefined) throw fault(graph, position, `there is no operation ${node.op} in this dialect`)
    let types
    try {
      types = rule(node.inputs, node.attributes)
    } catch (error) {
      throw fault(graph, position, `${node.op}: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (types.length !== node.outputs.length)
      throw fault(graph, position, `${node.op} gives ${types.length} outputs, ${node.outputs.length} are named`)
    node.outputs.forEach((output, index) => {
      const type = types[index]!
      if (printType(type) !== printType(output))
        throw fault(graph, position, `%${output.name} is ${printType(output)}, but ${node.op} gives ${printType(type)}`)
      if (defined.has(output)) throw fault(graph, position, `%${output.name} is assigned twice`)
      claim(output, position)
      defined.add(output)
    })
  })
  for (const { name, value } of graph.outputs)
    if (value.data === undefined && !defined.has(value))
      throw fault(graph, graph.nodes.length - 1, `the output ${name} (%${value.name}) is never assigned`)
}
