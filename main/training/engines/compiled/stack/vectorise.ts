import { UnsupportedKernel } from '../../engine.ts'
import type { Graph, Node, Value } from '../graph/types.ts'
import { Builder } from '../lower/builder.ts'
import { stackingRules } from './rules/table.ts'
import { Stacking } from './stacking.ts'
import type { Sharing } from './sharing.ts'

/** Outputs that say something of all members together: whether the loop goes on. */
const sharedOutputs: ReadonlySet<string> = new Set(['go'])

/**
 * Writes a lowered graph for `members` networks of the same structure: every value that depends on a member gets a leading
 * axis of members, every operator the form that works along it. What depends on no member is computed once.
 *
 * @param members at least 2
 * @param around values that the graph reads without declaring them; given back in the order in which they were given
 * @param sharing of an input of the graph or a value around it
 * @throws UnsupportedKernel naming an operator that has no such form
 */
export function vectorise(
  graph: Graph,
  members: number,
  around: readonly Value[],
  sharing: (value: Value) => Sharing,
): { readonly graph: Graph; readonly around: readonly Value[] } {
  const builder = new Builder()
  const stacking = new Stacking(builder, members)
  for (const input of graph.inputs) {
    const kind = sharing(input)
    const shape = kind === 'member' ? [members, ...input.shape] : input.shape
    stacking.set(input, builder.input(input.name, shape, input.dtype), kind)
  }
  const widened = around.map((value): Value => {
    const kind = sharing(value)
    const [first, ...rest] = value.shape
    const shape =
      kind === 'member' ? [members, ...value.shape] : kind === 'stepped' ? [first!, members, ...rest] : value.shape
    const result: Value = { name: value.name, shape, dtype: value.dtype }
    stacking.set(value, result, kind)
    return result
  })
  for (const node of graph.nodes) write(node, stacking)
  const outputs = graph.outputs.map(({ name, value }) => ({
    name,
    value: sharedOutputs.has(name) ? stacking.get(value) : stacking.members(value),
  }))
  return { graph: builder.finish(`${graph.name} of ${members}`, outputs), around: widened }
}

function write(node: Node, stacking: Stacking): void {
  const given = node.inputs.filter((input) => input !== null)
  if (given.every((input) => stacking.sharing(input) === 'shared')) {
    const inputs = node.inputs.map((input) => (input === null ? null : stacking.get(input)))
    const results = stacking.builder.ops(node.op, inputs, node.attributes)
    node.outputs.forEach((output, index) => stacking.set(output, results[index]!, 'shared'))
    return
  }
  const rule = stackingRules.get(node.op)
  const results = rule?.(node, stacking)
  if (results === undefined) throw new UnsupportedKernel(`stacked ${node.op}`, 'compiled')
  node.outputs.forEach((output, index) => stacking.set(output, results[index]!, 'member'))
}
