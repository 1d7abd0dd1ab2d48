import { sizeOf } from '../../spec/weights.ts'
import { RandomStream } from '../randomness/stream.ts'

/** As in Keras: small beside what training makes of them, so that rare tokens say little. */
const limit = 0.05

/** A table of embeddings [vocabulary, units]: uniform in (-0.05, 0.05), zeros in row 0, which is the padding's. */
export function initialEmbedding(shape: readonly number[], key: number): Float32Array {
  const random = new RandomStream(key)
  const units = shape.at(-1) ?? 1
  return Float32Array.from({ length: sizeOf(shape) }, (_, index) => {
    const value = random.uniform(-limit, limit)
    return index < units ? 0 : value
  })
}
