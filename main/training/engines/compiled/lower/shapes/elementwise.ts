import type { DType, ShapeRule, Value } from '../../graph/types.ts'
import { broadcast } from '../../trace/kernels/rule.ts'
import { need, one, sameType } from './rule.ts'

const shapeOf = (inputs: readonly (Value | null)[]): number[] =>
  inputs.reduce<number[]>((shape, value) => broadcast(shape, value!.shape), [])

const same: ShapeRule = (inputs) => one(need(inputs, 0).shape, need(inputs, 0).dtype)

const broadcasting: ShapeRule = (inputs) => one(shapeOf(inputs), sameType(inputs))

const comparing: ShapeRule = (inputs) => {
  sameType(inputs)
  return one(shapeOf(inputs), 'bool')
}

const names = (text: string): string[] => text.split(' ')

const unary = names(
  'Abs Ceil Clip Cos Elu Erf Exp Floor Identity LeakyRelu Log LogSoftmax Neg Not Reciprocal Relu Round Selu Sigmoid Sign Sin',
).concat(names('Softmax Softplus Sqrt Tan Tanh CumSum'))

const variadic = names('Add Sub Mul Div Max Min Sum BitwiseXor BitwiseAnd BitShift And Or Mod PRelu')

/** ONNX numbers its element types. */
export const elementTypes: ReadonlyMap<DType, number> = new Map([
  ['float32', 1],
  ['int32', 6],
  ['int64', 7],
  ['bool', 9],
  ['uint32', 12],
])

const cast: ShapeRule = (inputs, attributes) => {
  const dtype = [...elementTypes].find(([, code]) => code === attributes['to'])?.[0]
  if (dtype === undefined) throw new Error(`there is no element type ${String(attributes['to'])}`)
  return one(need(inputs, 0).shape, dtype)
}

const where: ShapeRule = (inputs) => {
  if (need(inputs, 0).dtype !== 'bool') throw new Error('the condition must be bool')
  return one(shapeOf(inputs), sameType(inputs.slice(1)))
}

/** Operators whose result has the broadcast shape of their operands. */
export const elementwise: readonly (readonly [string, ShapeRule])[] = [
  ...unary.map((name) => [name, same] as const),
  ...variadic.map((name) => [name, broadcasting] as const),
  ...names('Equal Greater GreaterOrEqual Less LessOrEqual').map((name) => [name, comparing] as const),
  ['Pow', (inputs) => one(shapeOf(inputs), need(inputs, 0).dtype)],
  ['Cast', cast],
  ['Where', where],
]
