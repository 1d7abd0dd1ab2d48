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
