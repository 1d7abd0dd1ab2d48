import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import type { ModelSpec } from '../spec/model-spec.ts'
import type { OptimizerRule } from './optimizers/rule.ts'
import type { Penalties } from './penalties.ts'
import { stepKey } from './randomness/counter-mask.ts'

/** A number that the step reads by name. `perStep`: it has a new value at each step, see TrainingProgram.perStep. */
export interface ScalarSpec {
  readonly name: string
  readonly dtype: 'float32' | 'int32'
  readonly value: number | 'perStep'
}

const hasDropout = (spec: ModelSpec): boolean => spec.layers.some((layer) => layer.kind === 'dropout')

/** Exactly the scalars that this job's step reads. */
export function scalarsOf(
  spec: ModelSpec,
  h: Hyperparameters,
  optimizer: OptimizerRule,
  penalties: Penalties,
): ScalarSpec[] {
  const constant = (name: string, value: number): ScalarSpec => ({ name, dtype: 'float32', value })
  const perStep = (name: string, dtype: ScalarSpec['dtype'] = 'float32'): ScalarSpec => ({
    name,
    dtype,
    value: 'perStep',
  })
  return [
    ...optimizer.perStep.map((name) => perStep(name)),
    ...optimizer.constants.map((name) => constant(name, Number(h[name]))),
    ...(penalties.l1 ? [constant('l1', h.l1)] : []),
    ...(penalties.l2 ? [constant('l2', h.l2)] : []),
    ...(penalties.weightDecay ? [perStep('decayPerStep')] : []),
    ...(hasDropout(spec) ? [constant('dropout', h.dropout), perStep('randomKey', 'int32')] : []),
  ]
}

/** Values of the 'perStep' scalars at a step. */
export function stepScalars(
  job: TrainingJob,
  spec: ModelSpec,
  optimizer: OptimizerRule,
  penalties: Penalties,
  step: number,
  learningRate: number,
): Readonly<Record<string, number>> {
  const h = job.hyperparameters
  return {
    ...optimizer.perStepScalars(step, learningRate, h),
    ...(penalties.weightDecay ? { decayPerStep: learningRate * h.weightDecay } : {}),
    ...(hasDropout(spec) ? { randomKey: stepKey(job.seed, step) } : {}),
  }
}
