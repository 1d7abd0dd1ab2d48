/** Reorders the axes of an array: result[i0, i1, ...] lies where axis k of the result is axis perm[k] of the source. */
export function permute(source: Float32Array, shape: readonly number[], perm: readonly number[]): Float32Array {
  if (perm.every((axis, index) => axis === index)) return source.slice()
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1))
  const sizes = perm.map((axis) => shape[axis]!)
  const steps = perm.map((axis) => strides[axis]!)
  const result = new Float32Array(source.length)
  const position = sizes.map(() => 0)
  let from = 0
  for (let index = 0; index < result.length; index++) {
    result[index] = source[from]!
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!
      if (++position[axis]! < sizes[axis]!) break
      from -= steps[axis]! * sizes[axis]!
      position[axis] = 0
    }
  }
  return result
}
