import { withoutUnneeded } from '../graph/needed.ts'
import type { Graph, Value } from '../graph/types.ts'
import { printNode } from '../graph/print.ts'
import { UnsupportedKernel } from '../../engine.ts'
import type { Builder } from './builder.ts'
import { Lowering, kernelOf } from './lowering.ts'
import { loweringRules } from './rules/table.ts'

/**
 * Writes a recorded graph with ONNX operators, at the end of what the builder holds already.
 *
 * @param inputs what stands for each input of the recorded graph, by name, in the recorded order of axes
 * @returns what stands for each output, by name, in the recorded order of axes
 * @throws UnsupportedKernel naming a kernel without a rule
 */
export function lower(
  builder: Builder,
  graph: Graph,
  inputs: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const lowering = new Lowering(builder)
  for (const input of graph.inputs) {
    const value = inputs[input.name]
    if (value === undefined) throw new Error(`${graph.name}: nothing stands for the input ${input.name}`)
    lowering.set(input, value)
  }
  for (const node of withoutUnneeded(graph).nodes) {
    const rule = loweringRules.get(node.op)
    if (rule === undefined) throw new UnsupportedKernel(node.op, 'compiled')
    try {
      rule(kernelOf(node), lowering, builder)
    } catch (error) {
      if (error instanceof UnsupportedKernel) throw error
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`${graph.name}: ${reason}, in\n> ${printNode(node)}`, { cause: error })
    }
  }
  return Object.fromEntries(graph.outputs.map(({ name, value }) => [name, lowering.plain(value)]))
}
