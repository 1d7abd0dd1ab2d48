import type { StackingRule } from '../stacking.ts'
import { constantNumbers, shifted } from '../stacking.ts'

const reduction: StackingRule = (node, stacking) => {
  const x = node.inputs[0]!
  const rank = x.shape.length
  const axes = node.inputs[1] ? constantNumbers(node, 1) : [...x.shape.keys()]
  if (axes === undefined) return undefined
  const { builder } = stacking
  const moved = axes.map((axis) => shifted(axis, rank))
  return [builder.op(node.op, [stacking.get(x), builder.numbers(moved)], node.attributes)]
}

const argument: StackingRule = (node, stacking) => {
  const x = node.inputs[0]!
  const axis = shifted(Number(node.attributes['axis'] ?? 0), x.shape.length)
  return [stacking.builder.op(node.op, [stacking.get(x)], { ...node.attributes, axis })]
}

/** Operators that fold axes away. */
export const reductions: readonly (readonly [string, StackingRule])[] = [
  ...['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceSumSquare'].map(
    (name) => [name, reduction] as const,
  ),
  ['ArgMax', argument],
  ['ArgMin', argument],
]
