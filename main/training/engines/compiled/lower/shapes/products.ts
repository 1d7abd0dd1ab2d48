import type { ShapeRule } from '../../graph/types.ts'
import { broadcast } from '../../trace/kernels/rule.ts'
import { integer, list, need, one } from './rule.ts'

const matMul: ShapeRule = (inputs) => {
  const [a, b] = [need(inputs, 0).shape, need(inputs, 1).shape]
  if (a.at(-1) !== b.at(-2)) throw new Error(`inner sizes ${a.at(-1)} and ${b.at(-2)} differ`)
  return one([...broadcast(a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!], 'float32')
}

const gemm: ShapeRule = (inputs, attributes) => {
  const [a, b] = [need(inputs, 0).shape, need(inputs, 1).shape]
  if (a.length !== 2 || b.length !== 2) throw new Error('the factors must be matrices')
  const [transA, transB] = [integer(attributes, 'transA', 0), integer(attributes, 'transB', 0)]
  const [rows, inner] = transA === 1 ? [a[1]!, a[0]!] : [a[0]!, a[1]!]
  const [innerB, columns] = transB === 1 ? [b[1]!, b[0]!] : [b[0]!, b[1]!]
  if (inner !== innerB) throw new Error(`inner sizes ${inner} and ${innerB} differ`)
  const added = inputs[2]
  if (added && broadcast(added.shape, [rows, columns]).join() !== [rows, columns].join())
    throw new Error(`the summand has shape [${added.shape.join(',')}]`)
  return one([rows, columns], 'float32')
}

/** Size of a window's positions along one axis. */
const positions = (size: number, window: number, stride: number, dilation: number, padding: number): number =>
  Math.floor((size + padding - dilation * (window - 1) - 1) / stride) + 1

const conv: ShapeRule = (inputs, attributes) => {
  const [x, w] = [need(inputs, 0).shape, need(inputs, 1).shape]
  const group = integer(attributes, 'group', 1)
  if (x[1] !== w[1]! * group) throw new Error(`the input has ${x[1]} channels, the filter takes ${w[1]! * group}`)
  const pads = list(attributes, 'pads', [0, 0, 0, 0])
  const strides = list(attributes, 'strides', [1, 1])
  const dilations = list(attributes, 'dilations', [1, 1])
  const size = (axis: 0 | 1): number =>
    positions(x[axis + 2]!, w[axis + 2]!, strides[axis]!, dilations[axis]!, pads[axis]! + pads[axis + 2]!)
  return one([x[0]!, w[0]!, size(0), size(1)], 'float32')
}

const convTranspose: ShapeRule = (inputs, attributes) => {
  const [x, w] = [need(inputs, 0).shape, need(inputs, 1).shape]
  if (x[1] !== w[0]) throw new Error(`the input has ${x[1]} channels, the filter takes ${w[0]}`)
  const pads = list(attributes, 'pads', [0, 0, 0, 0])
  const strides = list(attributes, 'strides', [1, 1])
  const extra = list(attributes, 'output_padding', [0, 0])
  const size = (axis: 0 | 1): number =>
    (x[axis + 2]! - 1) * strides[axis]! + w[axis + 2]! - pads[axis]! - pads[axis + 2]! + extra[axis]!
  return one([x[0]!, w[1]! * integer(attributes, 'group', 1), size(0), size(1)], 'float32')
}

const pool: ShapeRule = (inputs, attributes) => {
  const x = need(inputs, 0).shape
  const window = list(attributes, 'kernel_shape')
  const pads = list(attributes, 'pads', [0, 0, 0, 0])
  const strides = list(attributes, 'strides', [1, 1])
  const size = (axis: 0 | 1): number =>
    positions(x[axis + 2]!, window[axis]!, strides[axis]!, 1, pads[axis]! + pads[axis + 2]!)
  const shape = [x[0]!, x[1]!, size(0), size(1)]
  if (attributes['with_indices'] !== 1) return one(shape, 'float32')
  return [
    { shape, dtype: 'float32' },
    { shape, dtype: 'int64' },
  ]
}

/** Matrix products, convolutions and pooling, NCHW. */
export const products: readonly (readonly [string, ShapeRule])[] = [
  ['MatMul', matMul],
  ['Gemm', gemm],
  ['Conv', conv],
  ['ConvTranspose', convTranspose],
  ['MaxPool', pool],
  ['AveragePool', pool],
]
