import { broadcast } from '../../trace/kernels/rule.ts'
import type { StackingRule } from '../stacking.ts'
import { constantNumbers, shifted } from '../stacking.ts'

const transpose: StackingRule = (node, stacking) => {
  const perm = node.attributes['perm'] as readonly number[]
  return [stacking.builder.transpose(stacking.get(node.inputs[0]!), [0, ...perm.map((axis) => axis + 1)])]
}

const reshape: StackingRule = (node, stacking) => [
  stacking.builder.reshape(stacking.get(node.inputs[0]!), [stacking.count, ...node.outputs[0]!.shape]),
]

const expand: StackingRule = (node, stacking) => {
  const shape = constantNumbers(node, 1)
  if (shape === undefined) return undefined
  const full = broadcast(node.inputs[0]!.shape, shape)
  const x = stacking.broadcastable(node.inputs[0]!, full.length)
  return [stacking.builder.expand(x, [stacking.count, ...full])]
}

const concat: StackingRule = (node, stacking) => {
  const parts = node.inputs.map((part) => stacking.members(part!))
  const axis = shifted(Number(node.attributes['axis']), node.outputs[0]!.shape.length)
  return [stacking.builder.concat(parts, axis)]
}

const split: StackingRule = (node, stacking) => {
  const axis = shifted(Number(node.attributes['axis'] ?? 0), node.inputs[0]!.shape.length)
  const sizes = constantNumbers(node, 1)
  return sizes && stacking.builder.split(stacking.get(node.inputs[0]!), sizes, axis)
}

const slice: StackingRule = (node, stacking) => {
  const x = node.inputs[0]!
  const [begins, ends, axes] = [1, 2, 3].map((index) => constantNumbers(node, index))
  if (!begins || !ends || !axes) return undefined
  const moved = axes.map((axis) => shifted(axis, x.shape.length))
  return [stacking.builder.slice(stacking.get(x), moved, begins, ends, constantNumbers(node, 4))]
}

const pad: StackingRule = (node, stacking) => {
  const x = node.inputs[0]!
  const pads = constantNumbers(node, 1)
  if (!pads) return undefined
  const { builder } = stacking
  const rank = x.shape.length
  const moved = builder.numbers([0, ...pads.slice(0, rank), 0, ...pads.slice(rank)])
  const fill = node.inputs[2] ? [stacking.get(node.inputs[2])] : []
  return [builder.op('Pad', [stacking.get(x), moved, ...fill], node.attributes)]
}

/** Rows of shared data by members' numbers, members' rows by shared numbers, or the row of a step. */
const gather: StackingRule = (node, stacking) => {
  const [x, indices] = [node.inputs[0]!, node.inputs[1]!]
  const axis = Number(node.attributes['axis'] ?? 0)
  const { builder } = stacking
  const [of, by] = [stacking.sharing(x), stacking.sharing(indices)]
  const isStep = of === 'stepped' && axis === 0 && by === 'shared' && indices.shape.length === 0
  const byMembers = of === 'shared' && by === 'member' && axis === 0
  if (isStep || byMembers) return [builder.op('Gather', [stacking.get(x), stacking.get(indices)], { axis: 0 })]
  if (of !== 'member' || by !== 'shared') return undefined
  return [builder.op('Gather', [stacking.get(x), stacking.get(indices)], { axis: shifted(axis, x.shape.length) })]
}

/** Operators that move, copy or repeat elements. */
export const shaping: readonly (readonly [string, StackingRule])[] = [
  ['Transpose', transpose],
  ['Reshape', reshape],
  ['Expand', expand],
  ['Concat', concat],
  ['Split', split],
  ['Slice', slice],
  ['Pad', pad],
  ['Gather', gather],
]
