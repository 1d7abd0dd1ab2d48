import type { Graph, Node, Value } from '../graph/types.ts'
import { Builder } from '../lower/builder.ts'
import { portableForms } from './forms.ts'

/**
 * The same graph by operators that ONNX Runtime's GPU providers have (WebGPU is the narrowest): no bit operators, no variadic
 * sums, no LogSoftmax, Sign, Round, Mod. Results are equal; integers to the bit.
 */
export function adaptToGpu(graph: Graph): Graph {
  const builder = new Builder()
  const standsFor = new Map<Value, Value>()
  for (const input of graph.inputs) standsFor.set(input, builder.input(input.name, input.shape, input.dtype))
  const translate = (value: Value): Value => {
    const known = standsFor.get(value)
    if (known !== undefined) return known
    if (value.data === undefined) throw new Error(`%${value.name} is used before it is assigned`)
    const constant = builder.constant(value.shape, value.dtype, value.data)
    standsFor.set(value, constant)
    return constant
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => (input === null ? null : translate(input)))
    const written = write(builder, node, inputs)
    node.outputs.forEach((output, index) => standsFor.set(output, written[index]!))
  }
  const outputs = graph.outputs.map(({ name, value }) => ({ name, value: translate(value) }))
  return builder.finish(graph.name, outputs)
}

function write(builder: Builder, node: Node, inputs: readonly (Value | null)[]): readonly Value[] {
  const form = portableForms.get(node.op)
  if (form !== undefined) return [form(builder, inputs as readonly Value[], node)]
  return builder.ops(node.op, inputs, node.attributes)
}
