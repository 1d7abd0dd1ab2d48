import type { Estimate } from '../explain/surrogate.ts'
import type { Direction } from '../trial.ts'
import type { Posterior } from './posterior.ts'

/**
 * What a process through transformed losses expects of one training, in the objective's unit: the middle, and half the
 * distance between one deviation (noise included) below and above it, both transformed back.
 *
 * @param back from the process's scale to a loss
 */
export function expectationOf(
  posterior: Posterior,
  features: Float64Array,
  back: (value: number) => number,
  direction: Direction,
): Estimate {
  const { mean, variance } = posterior.predict(features)
  const deviation = Math.sqrt(variance + posterior.noise)
  return {
    mean: direction === 'minimise' ? back(mean) : -back(mean),
    deviation: (back(mean + deviation) - back(mean - deviation)) / 2,
  }
}
