import type { Hyperparameters } from '../hyperparameters/table.ts'
import { constant } from './constant.ts'
import { cosine } from './cosine.ts'
import { exponential } from './exponential.ts'
import { oneCycle } from './one-cycle.ts'
import { plateau } from './plateau.ts'
import { polynomial } from './polynomial.ts'
import type { Schedules } from './schedule.ts'
import { step } from './step.ts'
import { warmRestarts } from './warm-restarts.ts'

const schedules: Schedules = { constant, step, exponential, cosine, warmRestarts, oneCycle, polynomial, plateau }

/**
 * Learning rates of steps [from, from + count) since the start of training.
 *
 * During warm-up the rate rises linearly, reaching learningRate at its last step: step i (from 0) of n has (i + 1) / n. Then
 * the schedule runs over the epochs that remain; its first step has the full rate.
 *
 * @param stepsPerEpoch at least 1
 * @param past validation cost of each finished epoch, lower is better: for schedules that look at it
 */
export function learningRates(
  h: Hyperparameters,
  stepsPerEpoch: number,
  from: number,
  count: number,
  past: readonly (number | undefined)[] = [],
): Float32Array {
  const warmupSteps = Math.round(h.warmupEpochs * stepsPerEpoch)
  const schedule = schedules[h.schedule]
  const epochs = Math.max(h.epochs - warmupSteps / stepsPerEpoch, 1 / stepsPerEpoch)
  const settings = { ...h, epochs, past: past.slice(Math.ceil(warmupSteps / stepsPerEpoch)) }
  return Float32Array.from({ length: count }, (_, index) => {
    const at = from + index
    if (at < warmupSteps) return (h.learningRate * (at + 1)) / warmupSteps
    return h.learningRate * schedule((at - warmupSteps) / stepsPerEpoch, settings)
  })
}
