/**
 * The matrix that passes its input on: ones on the diagonal, zeros elsewhere, also where it is not square. A convolution's
 * kernel has them at the window's centre. tfjs accepts square matrices only.
 */
export function identity(shape: readonly number[]): Float32Array {
  const outputs = shape.at(-1) ?? 1
  const inputs = shape.at(-2) ?? 1
  const window = shape.slice(0, -2)
  const centre = window.reduce((index, size) => index * size + Math.floor((size - 1) / 2), 0)
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
  for (let i = 0; i < Math.min(inputs, outputs); i++) values[(centre * inputs + i) * outputs + i] = 1
  return values
}
