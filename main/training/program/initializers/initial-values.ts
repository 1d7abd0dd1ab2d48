import type { InitializerName } from '../../hyperparameters/architecture.ts'
import { sizeOf } from '../../spec/weights.ts'
import type { WeightSpec } from '../../spec/weights.ts'
import { keyOf } from '../randomness/hash.ts'
import { initialKernel } from './kernels.ts'

/**
 * Values that a tensor of a network starts from, a function of the seed and its index among the network's tensors. The chosen
 * initialiser is for kernels; biases, betas and moving means start at 0, gammas and moving variances at 1.
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
    case 'gamma':
    case 'movingVariance':
      return new Float32Array(sizeOf(weight.shape)).fill(1)
    case 'bias':
    case 'beta':
    case 'movingMean':
      return new Float32Array(sizeOf(weight.shape))
  }
}
