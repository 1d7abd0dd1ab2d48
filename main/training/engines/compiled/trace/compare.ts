import { print, printNode } from '../graph/print.ts'
import type { Graph, Value } from '../graph/types.ts'
import { TraceFault } from './fault.ts'

function sameData(a: Value, b: Value): boolean {
  if (a.data === undefined || b.data === undefined) return a.data === b.data
  if (a.data.length !== b.data.length) return false
  for (let index = 0; index < a.data.length; index++) if (!Object.is(a.data[index], b.data[index])) return false
  return true
}

/**
 * Compares two recordings of one program that were made with different seeds, rates and data. They must be the same
 * graph with the same constants: what differs was captured by accident, and would silently keep the value it had when
 * the step was recorded.
 *
 * @throws TraceFault naming the equation that captured a value
 */
export function expectSameTrace(first: Graph, second: Graph): void {
  first.nodes.forEach((node, position) => {
    const twin = second.nodes[position]
    node.inputs.forEach((input, index) => {
      const other = twin?.inputs[index]
      if (input?.data !== undefined && other?.data !== undefined && !sameData(input, other))
        throw new TraceFault(
          `${first.name}: equation ${position} has captured a value that differs between two recordings (input ${node.inputNames?.[index] ?? index}); it must be an input of the program.\n> ${printNode(node)}\n> ${printNode(twin!)}`,
        )
    })
  })
  first.outputs.forEach(({ name, value }, index) => {
    const other = second.outputs[index]?.value
    if (value.data !== undefined && (other === undefined || !sameData(value, other)))
      throw new TraceFault(`${first.name}: the output ${name} is a constant that differs between two recordings.`)
  })
  const [a, b] = [print(first).split('\n'), print(second).split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  if (at >= 0 || a.length !== b.length)
    throw new TraceFault(
      `${first.name}: two recordings differ in structure, from line ${at}:\n> ${a[at] ?? '(end)'}\n> ${b[at] ?? '(end)'}`,
    )
}
