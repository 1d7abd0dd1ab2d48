import type { TrainingJob } from '../job.ts'
import type { ModelSpec } from '../spec/model-spec.ts'
import { everyLayer } from '../spec/shapes.ts'
import { averages, keptOfAverage } from '../averaging.ts'
import { augmentationOf } from './augmentation/augment.ts'
import { drawMixing } from './augmentation/draws.ts'
import { clippingOf } from './clipping.ts'
import { averageKept } from './optimizers/averaged.ts'
import { objectiveOf } from './objective.ts'
import type { OptimizerRule } from './optimizers/rule.ts'
import type { Penalties } from './penalties.ts'
import { stepKey } from './randomness/counter-mask.ts'
import { tokenNoiseOf } from './tokens/augment.ts'

/** A number that the step reads by name. `perStep`: it has a new value at each step, see TrainingProgram.perStep. */
export interface ScalarSpec {
  readonly name: string
  readonly dtype: 'float32' | 'int32'
  readonly value: number | 'perStep'
}

const hasDropout = (spec: ModelSpec): boolean =>
  everyLayer(spec).some((layer) => layer.kind === 'dropout' && layer.variant !== 'spatial')

const hasSpatialDropout = (spec: ModelSpec): boolean =>
  everyLayer(spec).some((layer) => layer.kind === 'dropout' && layer.variant === 'spatial')

const hasHiddenNoise = (spec: ModelSpec): boolean => everyLayer(spec).some((layer) => layer.kind === 'noise')

/** Whether noise is added to what a network is given: never to token numbers. */
export const hasInputNoise = ({ vocabulary, hyperparameters: { inputNoise } }: TrainingJob): boolean =>
  vocabulary === undefined && inputNoise > 0

const hasRecurrentDropout = (spec: ModelSpec): boolean =>
  spec.layers.some((layer) => layer.kind === 'recurrent' && layer.dropout)

/** Whether the step draws anything: it then reads a key, one for all its draws. */
const draws = (job: TrainingJob, spec: ModelSpec): boolean => {
  const { dropout, swap } = tokenNoiseOf(job)
  const inLayers = hasDropout(spec) || hasSpatialDropout(spec) || hasHiddenNoise(spec) || hasRecurrentDropout(spec)
  return inLayers || hasInputNoise(job) || augmentationOf(job).draws || dropout || swap
}

const mixingNames = ['mixKept', 'boxTop', 'boxBottom', 'boxLeft', 'boxRight'] as const

/** What of a step's mixing its graph reads. */
function mixingOf(job: TrainingJob): readonly (typeof mixingNames)[number][] {
  const { mixup, cutmix } = augmentationOf(job)
  return mixingNames.filter((name) => (name === 'mixKept' ? mixup : cutmix))
}

/** Limits of gradients and weights, each where it is on. */
function limitsOf({
  hyperparameters: h,
}: TrainingJob): readonly ('clipValue' | 'clipNorm' | 'clipGlobalNorm' | 'maxNorm')[] {
  const clipping = clippingOf(h)
  return [
    ...(['clipValue', 'clipNorm', 'clipGlobalNorm'] as const).filter((name) => clipping[name]),
    ...(h.maxNorm > 0 ? (['maxNorm'] as const) : []),
  ]
}

/** Exactly the scalars that this job's step reads. */
export function scalarsOf(
  job: TrainingJob,
  spec: ModelSpec,
  optimizer: OptimizerRule,
  penalties: Penalties,
): ScalarSpec[] {
  const h = job.hyperparameters
  const noise = tokenNoiseOf(job)
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
    ...(averages(h) ? [perStep(averageKept)] : []),
    ...limitsOf(job).map((name) => constant(name, h[name])),
    ...(hasDropout(spec) ? [constant('dropout', h.dropout)] : []),
    ...(hasSpatialDropout(spec) ? [constant('spatialDropout', h.spatialDropout)] : []),
    ...(hasHiddenNoise(spec) ? [constant('hiddenNoise', h.hiddenNoise)] : []),
    ...(hasInputNoise(job) ? [constant('inputNoise', h.inputNoise)] : []),
    ...objectiveOf(job).constants.map(({ name, value }) => constant(name, value)),
    ...(hasRecurrentDropout(spec) ? [constant('recurrentDropout', h.recurrentDropout)] : []),
    ...(noise.dropout ? [constant('tokenDropout', h.tokenDropout)] : []),
    ...(noise.swap ? [constant('tokenSwap', h.tokenSwap)] : []),
    ...augmentationOf(job).amounts.map((name) => constant(name, h[name])),
    ...mixingOf(job).map((name) => perStep(name)),
    ...(draws(job, spec) ? [perStep('randomKey', 'int32')] : []),
  ]
}

/** Gives the values of the 'perStep' scalars at a step; what does not change from step to step is looked at once. */
export function stepScalars(
  job: TrainingJob,
  spec: ModelSpec,
  optimizer: OptimizerRule,
  penalties: Penalties,
): (step: number, learningRate: number) => Readonly<Record<string, number>> {
  const h = job.hyperparameters
  const mixes = mixingOf(job).length > 0
  const keeps = averages(h)
  const drawing = draws(job, spec)
  return (step, learningRate) => {
    const values: Record<string, number> = { ...optimizer.perStepScalars(step, learningRate, h) }
    if (penalties.weightDecay) values['decayPerStep'] = learningRate * h.weightDecay
    if (keeps) values[averageKept] = keptOfAverage(job, step)
    if (mixes) Object.assign(values, drawMixing(h, job.seed, step))
    if (drawing) values['randomKey'] = stepKey(job.seed, step)
    return values
  }
}
