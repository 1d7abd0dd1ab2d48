import type { Node } from '../../graph/types.ts'
import type { StackingRule } from '../stacking.ts'
import { shifted } from '../stacking.ts'

const rankOf = (node: Node): number => Math.max(...node.inputs.map((input) => input?.shape.length ?? 0))

const unary: StackingRule = (node, stacking) => [
  stacking.builder.op(node.op, [stacking.get(node.inputs[0]!)], node.attributes),
]

const broadcasting: StackingRule = (node, stacking) => {
  const rank = rankOf(node)
  const operands = node.inputs.map((input) => stacking.broadcastable(input!, rank))
  return [stacking.builder.op(node.op, operands, node.attributes)]
}

/** Bounds must be single numbers in the operator: those of members are taken by Max and Min. */
const clip: StackingRule = (node, stacking) => {
  const { builder } = stacking
  const [x, low, high] = node.inputs
  const rank = x!.shape.length
  if ([low, high].every((bound) => !bound || !stacking.isMembers(bound))) {
    const bounds = [low, high].map((bound) => (bound ? stacking.get(bound) : null))
    return [builder.op('Clip', [stacking.get(x!), ...bounds], node.attributes)]
  }
  let result = stacking.broadcastable(x!, rank)
  if (low) result = builder.op('Max', [result, stacking.broadcastable(low, rank)])
  if (high) result = builder.op('Min', [result, stacking.broadcastable(high, rank)])
  return [result]
}

const alongAxis: StackingRule = (node, stacking) => {
  const x = node.inputs[0]!
  const axis = shifted(Number(node.attributes['axis'] ?? -1), x.shape.length)
  return [stacking.builder.op(node.op, [stacking.get(x)], { ...node.attributes, axis })]
}

const names = (text: string): string[] => text.split(' ')

const unaryNames = names(
  'Abs Cast Ceil Cos Elu Erf Exp Floor Identity LeakyRelu Log Neg Not Reciprocal Relu Round Selu Sigmoid Sign Sin',
).concat(names('Softplus Sqrt Tan Tanh'))

const broadcastingNames = names(
  'Add Sub Mul Div Max Min Sum Pow BitwiseXor BitwiseAnd BitShift And Or Mod PRelu Where',
).concat(names('Equal Greater GreaterOrEqual Less LessOrEqual'))

/** Operators that work element by element, and those along one axis whose result has the shape of their operand. */
export const elementwise: readonly (readonly [string, StackingRule])[] = [
  ...unaryNames.map((name) => [name, unary] as const),
  ...broadcastingNames.map((name) => [name, broadcasting] as const),
  ['Clip', clip],
  ['Softmax', alongAxis],
  ['LogSoftmax', alongAxis],
]
