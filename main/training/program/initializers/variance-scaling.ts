import type { RandomStream } from '../randomness/stream.ts'

export interface VarianceScaling {
  readonly scale: number
  readonly mode: 'fanIn' | 'fanAvg'
  readonly distribution: 'truncatedNormal' | 'uniform'
}

/** Standard deviation of a standard normal cut at two deviations. */
const truncatedDeviation = 0.8796256610342398

/** Inputs and outputs that meet in one element of a kernel; a convolution's window counts on both sides. */
export function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const window = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * (shape.at(-1) ?? 1) }
}

/**
 * Values of variance scale / fan (Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998 by scale and mode). The truncated
 * normal is widened so that its variance is the intended one, as in Keras; tfjs leaves this out and comes out 23 % low.
 */
export function varianceScaled(shape: readonly number[], random: RandomStream, kind: VarianceScaling): () => number {
  const { fanIn, fanOut } = fans(shape)
  const variance = kind.scale / Math.max(1, kind.mode === 'fanIn' ? fanIn : (fanIn + fanOut) / 2)
  if (kind.distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance)
    return () => random.uniform(-limit, limit)
  }
  const deviation = Math.sqrt(variance) / truncatedDeviation
  return () => deviation * random.truncatedNormal()
}
