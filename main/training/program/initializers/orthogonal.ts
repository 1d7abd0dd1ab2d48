import type { RandomStream } from '../randomness/stream.ts'

/** Removes from each vector what it shares with those before it, twice (once loses orthogonality to rounding), and scales it to 1. */
function orthonormalise(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, index) => {
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < index; j++) {
        const other = vectors[j]!
        let overlap = 0
        for (let i = 0; i < vector.length; i++) overlap += vector[i]! * other[i]!
        for (let i = 0; i < vector.length; i++) vector[i]! -= overlap * other[i]!
      }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
    for (let i = 0; i < vector.length; i++) vector[i]! /= length
  })
}

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer; kernels of more axes are flattened to
 * [all but last, last], as in Keras. Gram-Schmidt on Gaussian vectors is the Haar measure, like QR with positive diagonal.
 * Cost: long side * short side².
 * @see Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear networks, 2014
 */
export function orthogonal(shape: readonly number[], random: RandomStream): Float32Array {
  const columns = shape.at(-1) ?? 1
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1)
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows]
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()))
  orthonormalise(vectors)
  const values = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      values[row * columns + column] = rows < columns ? vectors[row]![column]! : vectors[column]![row]!
  return values
}
