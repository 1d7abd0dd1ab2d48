import type { Simplification } from './rule.ts'

const shapeOf = (inputs: Parameters<Simplification>[1]): number[] => [...inputs[1]!.data!].map(Number)

/** A reshape to the shape it has. */
export const dropIdentityReshape: Simplification = (_, inputs) =>
  inputs[0]!.shape.join() === shapeOf(inputs).join() ? inputs[0]! : null

/** Only the last of several reshapes counts. */
export const mergeReshapes: Simplification = (builder, inputs) => {
  const inner = builder.producer(inputs[0]!)
  return inner?.op === 'Reshape' ? builder.reshape(inner.inputs[0]!, shapeOf(inputs)) : null
}

/** Constants are reshaped here, once. */
export const reshapeConstant: Simplification = (builder, inputs) => {
  const x = inputs[0]!
  return x.data === undefined ? null : builder.constant(shapeOf(inputs), x.dtype, x.data)
}

/** A reduction over axes of size 1 that a reshape put in front reduces what was there before. */
export const reduceBeforeReshape =
  (op: string): Simplification =>
  (builder, inputs, attributes) => {
    const inner = builder.producer(inputs[0]!)
    const source = inner?.op === 'Reshape' ? inner.inputs[0]! : undefined
    if (!source || attributes['keepdims'] !== 0 || !inputs[1]?.data) return null
    const added = inputs[0]!.shape.length - source.shape.length
    const axes = [...inputs[1].data].map(Number)
    const isPrefix = Array.from({ length: added }, (_, axis) => axis).every((axis) => axes.includes(axis))
    if (added <= 0 || !isPrefix || inputs[0]!.shape.slice(added).join() !== source.shape.join()) return null
    if (inputs[0]!.shape.slice(0, added).some((size) => size !== 1)) return null
    const rest = axes.filter((axis) => axis >= added).map((axis) => axis - added)
    return rest.length === 0 ? source : builder.op(op, [source, builder.numbers(rest)], attributes)
  }
