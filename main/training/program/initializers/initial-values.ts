import type { Hyperparameters } from '../../hyperparameters/table.ts'
import { sizeOf } from '../../spec/weights.ts'
import type { WeightSpec } from '../../spec/weights.ts'
import { keyOf } from '../randomness/hash.ts'
import { initialEmbedding } from './embedding.ts'
import { initialKernel } from './kernels.ts'

const scaledBy = (factor: number, values: Float32Array): Float32Array =>
  factor === 1 ? values : values.map((value) => factor * value)

/** A window repeated for each channel, channels last. */
const eachChannel = (window: Float32Array, channels: number): Float32Array =>
  Float32Array.from({ length: window.length * channels }, (_, index) => window[Math.floor(index / channels)]!)

/** Biases of input, forget, candidate and output gate: 0, but the forget gate's are 1 (Jozefowicz, Zaremba and Sutskever, 2015). */
const forgetNothing = (size: number): Float32Array => new Float32Array(size).fill(1, size / 4, size / 2)

type InitialisationSettings = Pick<Hyperparameters, 'initializer' | 'initScale' | 'initDeviation' | 'biasStart'>

/** What PReLU's slopes start from (He et al., 2015). */
const firstSlope = 0.25

/**
 * Values that a tensor of a network starts from, a function of the seed and its index among the network's tensors. The chosen
 * initialiser is for kernels; recurrent kernels are orthogonal; embeddings are small uniform numbers; biases, betas and moving means start at 0, gammas and moving variances at 1.
 */
export function initialValues(
  weight: WeightSpec,
  { initializer, initScale, initDeviation, biasStart }: InitialisationSettings,
  seed: number,
  index: number,
): Float32Array {
  switch (weight.role) {
    case 'kernel':
      return scaledBy(initScale, initialKernel(initializer, weight.shape, keyOf(seed, 0x1f, index), initDeviation))
    case 'depthwiseKernel': {
      // A window for each of the channels, each with one input: the last two axes hold the same numbers in either order.
      const [height, width, channels] = weight.shape as [number, number, number, number]
      const values =
        initializer === 'identity'
          ? eachChannel(initialKernel('identity', [height, width, 1, 1], 0), channels)
          : initialKernel(initializer, [height, width, 1, channels], keyOf(seed, 0x1f, index), initDeviation)
      return scaledBy(initScale, values)
    }
    case 'slope':
      return new Float32Array(sizeOf(weight.shape)).fill(firstSlope)
    case 'embedding':
      return initialEmbedding(weight.shape, keyOf(seed, 0x1f, index))
    case 'recurrentKernel':
      return initialKernel('orthogonal', weight.shape, keyOf(seed, 0x1f, index))
    case 'lstmBias':
      return forgetNothing(sizeOf(weight.shape))
    case 'gamma':
    case 'movingVariance':
      return new Float32Array(sizeOf(weight.shape)).fill(1)
    case 'bias':
      return new Float32Array(sizeOf(weight.shape)).fill(biasStart)
    case 'beta':
    case 'movingMean':
      return new Float32Array(sizeOf(weight.shape))
  }
}
