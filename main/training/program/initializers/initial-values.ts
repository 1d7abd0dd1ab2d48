import type { InitializerName } from '../../hyperparameters/architecture.ts'
import { sizeOf } from '../../spec/weights.ts'
import type { WeightSpec } from '../../spec/weights.ts'
import { keyOf } from '../randomness/hash.ts'
import { initialEmbedding } from './embedding.ts'
import { initialKernel } from './kernels.ts'

/** Biases of input, forget, candidate and output gate: 0, but the forget gate's are 1 (Jozefowicz, Zaremba and Sutskever, 2015). */
const forgetNothing = (size: number): Float32Array =>
  new Float32Array(size).fill(1, size / 4, size / 2)

/**
 * Values that a tensor of a network starts from, a function of the seed and its index among the network's tensors. The chosen
 * initialiser is for kernels; recurrent kernels are orthogonal; embeddings are small uniform numbers; biases, betas and moving means start at 0, gammas and moving variances at 1.
 */
export function initialValues(
  weight: WeightSpec,
  initializer: InitializerName,
  seed: number,
  index: number,
): Float32Array {
  switch (weight.role) {
    case 'kernel':
      return initialKernel(initializer, weight.shape, keyOf(seed, 0x1f, index))
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
    case 'beta':
    case 'movingMean':
      return new Float32Array(sizeOf(weight.shape))
  }
}
