import type { ConstantData, Value } from '../../graph/types.ts'
import type { Simplification } from './rule.ts'

const permOf = (attributes: Readonly<Record<string, unknown>>): readonly number[] =>
  attributes['perm'] as readonly number[]

/** A transpose that moves nothing. */
export const dropIdentityTranspose: Simplification = (_, inputs, attributes) =>
  permOf(attributes).every((axis, index) => axis === index) ? inputs[0]! : null

/** A transpose of a transpose is one transpose, or none. */
export const mergeTransposes: Simplification = (builder, inputs, attributes) => {
  const inner = builder.producer(inputs[0]!)
  if (inner?.op !== 'Transpose') return null
  const innerPerm = permOf(inner.attributes)
  return builder.transpose(
    inner.inputs[0]!,
    permOf(attributes).map((axis) => innerPerm[axis]!),
  )
}

/** A transpose that only moves axes of size 1 past others is a reshape, which copies nothing. */
export const transposeToReshape: Simplification = (builder, inputs, attributes) => {
  const x = inputs[0]!
  const moved = permOf(attributes).filter((axis) => x.shape[axis] !== 1)
  if (moved.some((axis, index) => index > 0 && axis < moved[index - 1]!)) return null
  return builder.reshape(
    x,
    permOf(attributes).map((axis) => x.shape[axis]!),
  )
}

function permute(x: Value, perm: readonly number[]): ConstantData {
  const strides = x.shape.map((_, axis) => x.shape.slice(axis + 1).reduce((product, size) => product * size, 1))
  const shape = perm.map((axis) => x.shape[axis]!)
  const data = x.data!.slice() as ConstantData
  const position = shape.map(() => 0)
  for (let index = 0; index < data.length; index++) {
    const from = position.reduce((sum, at, axis) => sum + at * strides[perm[axis]!]!, 0)
    data[index] = x.data![from]!
    for (let axis = shape.length - 1; axis >= 0 && ++position[axis]! === shape[axis]; axis--) position[axis] = 0
  }
  return data
}

/** Constants are transposed here, once. */
export const transposeConstant: Simplification = (builder, inputs, attributes) => {
  const x = inputs[0]!
  if (x.data === undefined) return null
  const perm = permOf(attributes)
  return builder.constant(
    perm.map((axis) => x.shape[axis]!),
    x.dtype,
    permute(x, perm),
  )
}
