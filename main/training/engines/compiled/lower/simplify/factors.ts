import type { Value } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import { broadcast } from '../../trace/kernels/rule.ts'
import type { Simplification, Writer } from './rule.ts'

/** Whether `factor` is much smaller than `x` and broadcasts to it: a number, or one for each channel. */
const isSmall = (factor: Value, x: Value): boolean =>
  sizeOf(factor.shape) * 4 <= sizeOf(x.shape) && broadcast(factor.shape, x.shape).join() === x.shape.join()

/** A product of something large and something small: both. */
function scaled(builder: Writer, value: Value): { x: Value; factor: Value } | undefined {
  const node = builder.producer(value)
  if (node?.op !== 'Mul') return undefined
  const [a, b] = [node.inputs[0]!, node.inputs[1]!]
  if (isSmall(b, a)) return { x: a, factor: b }
  return isSmall(a, b) ? { x: b, factor: a } : undefined
}

/** (x * c) * d with small c and d is x * (c * d): one pass over x instead of two. */
export const multiplyFactorsFirst: Simplification = (builder, inputs) => {
  for (const [product, other] of [inputs, [inputs[1]!, inputs[0]!]] as [Value, Value][]) {
    const inner = scaled(builder, product)
    if (inner && isSmall(other, product) && inner.x.dtype === 'float32')
      return builder.op('Mul', [inner.x, builder.op('Mul', [inner.factor, other])])
  }
  return null
}

/** (x * c) * y with c for each channel and y large is (x * y) * c: the product can be shared, the factor leave a sum. */
export const moveFactorOut: Simplification = (builder, inputs) => {
  for (const [product, other] of [inputs, [inputs[1]!, inputs[0]!]] as [Value, Value][]) {
    const inner = scaled(builder, product)
    if (
      inner &&
      sizeOf(inner.factor.shape) > 1 &&
      other.shape.join() === product.shape.join() &&
      inner.x.dtype === 'float32'
    )
      return builder.op('Mul', [builder.op('Mul', [inner.x, other]), inner.factor])
  }
  return null
}

/** The sum of x * c, where c is the same along what is summed, is the sum of x, times c. */
export const takeFactorOutOfSum: Simplification = (builder, inputs, attributes) => {
  const inner = scaled(builder, inputs[0]!)
  // Not a single number: what it scales is often needed in any case.
  if (!inner || sizeOf(inner.factor.shape) === 1 || attributes['keepdims'] !== 0 || !inputs[1]?.data) return null
  const { x, factor } = inner
  const axes = [...inputs[1].data].map(Number)
  const padded = [...Array<number>(x.shape.length - factor.shape.length).fill(1), ...factor.shape]
  if (axes.some((axis) => padded[axis] !== 1)) return null
  const rest = padded.filter((_, axis) => !axes.includes(axis))
  const sum = builder.op('ReduceSum', [x, inputs[1]], attributes)
  return builder.op('Mul', [sum, builder.reshape(factor, rest)])
}

/** A transpose of x * c, c small, transposes x, which is often needed anyway, and arranges c. */
export const transposeBeforeScaling: Simplification = (builder, inputs, attributes) => {
  const inner = scaled(builder, inputs[0]!)
  if (!inner) return null
  const perm = attributes['perm'] as readonly number[]
  const { x, factor } = inner
  const padded = [...Array<number>(x.shape.length - factor.shape.length).fill(1), ...factor.shape]
  const arranged = sizeOf(factor.shape) === 1 ? factor : builder.transpose(builder.reshape(factor, padded), perm)
  return builder.op('Mul', [builder.transpose(x, perm), arranged])
}
