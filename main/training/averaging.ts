import { stepsOf } from './batching.ts'
import type { SessionState } from './engines/engine.ts'
import type { Hyperparameters } from './hyperparameters/table.ts'
import type { TrainingJob } from './job.ts'
import { averageSlot } from './program/optimizers/averaged.ts'
import { slotName } from './program/state-names.ts'

export const averages = ({ averaging }: Hyperparameters): boolean => averaging !== 'none'

/**
 * How much of the average stays at a step (from 0). Exponential: averageDecay, with the start's bias taken out, so that the
 * first step's weights are the first average. Stochastic weight averaging: from its first step on all weights count alike,
 * and until then the average is the weights themselves.
 *
 * @see Izmailov et al., Averaging weights leads to wider optima and better generalization, UAI 2018. There: once an epoch.
 *      Here: every step. Polyak and Juditsky 1992 for averaging itself.
 */
export function keptOfAverage(job: TrainingJob, step: number): number {
  const { hyperparameters: h } = job
  if (h.averaging === 'swa') {
    const first = stepsOf(job, h.averageFrom * h.epochs)
    return step < first ? 0 : (step - first) / (step - first + 1)
  }
  const { averageDecay: decay } = h
  return (decay * (1 - decay ** step)) / (1 - decay ** (step + 1))
}

/**
 * A state with the averages in place of the weights. Batch normalisation's statistics stay those of training, which move on
 * a shorter memory than the average does.
 */
export function withAverages({ tensors }: SessionState): SessionState {
  const values = new Map(tensors.map((tensor) => [tensor.name, tensor.values]))
  return {
    tensors: tensors.map((tensor) => ({
      ...tensor,
      values: (values.get(slotName(tensor.name, averageSlot)) ?? tensor.values).slice(),
    })),
  }
}
