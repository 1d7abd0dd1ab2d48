import type { KernelRule } from './rule.ts'
import { broadcast, input, one } from './rule.ts'

const same: KernelRule = (call) => {
  const x = call.inputs['x'] ?? call.list[0]!
  return one(x.shape, x.dtype)
}

const binary: KernelRule = (call) => {
  const a = input(call, 'a')
  return one(broadcast(a.shape, input(call, 'b').shape), a.dtype)
}

const comparison: KernelRule = (call) => one(broadcast(input(call, 'a').shape, input(call, 'b').shape), 'bool')

const unaryNames = [
  'Abs Ceil ClipByValue Elu Erf Exp Expm1 Floor LeakyRelu Log Log1p Neg Reciprocal Relu Relu6 Round Rsqrt Selu',
  'Sigmoid Sign Sin Cos Softplus Sqrt Square Step Tan Tanh ZerosLike OnesLike Identity',
]
  .join(' ')
  .split(' ')

const binaryNames = ['Add', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'Pow', 'SquaredDifference']

const comparisonNames = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr']

/** Kernels whose result has the shape of their operands, broadcast. */
export const elementwise: readonly (readonly [string, KernelRule])[] = [
  ...unaryNames.map((name) => [name, same] as const),
  ...binaryNames.map((name) => [name, binary] as const),
  ...comparisonNames.map((name) => [name, comparison] as const),
  ['RealDiv', (call) => one(broadcast(input(call, 'a').shape, input(call, 'b').shape), 'float32')],
  ['Softmax', (call) => one(input(call, 'logits').shape, 'float32')],
  ['LogSoftmax', (call) => one(input(call, 'logits').shape, 'float32')],
  ['LogicalNot', (call) => one(input(call, 'x').shape, 'bool')],
  ['EluGrad', (call) => one(input(call, 'y').shape, 'float32')],
  ['Prelu', (call) => one(input(call, 'x').shape, 'float32')],
  ['AddN', (call) => one(call.list[0]!.shape, call.list[0]!.dtype)],
  ['Select', (call) => one(input(call, 't').shape, input(call, 't').dtype)],
]
