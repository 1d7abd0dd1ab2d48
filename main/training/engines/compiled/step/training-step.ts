import { rowsPerStep } from '../../../batching.ts'
import type { TrainingProgram } from '../../../program/program.ts'
import { adaptToGpu } from '../adapt/adapt.ts'
import { check } from '../check/check.ts'
import type { DType, Graph, Value } from '../graph/types.ts'
import { sizeOf } from '../graph/types.ts'
import { fuse } from '../fuse/fuse.ts'
import { Builder } from '../lower/builder.ts'
import { lower } from '../lower/lower.ts'
import { onnxRules } from '../lower/shapes/table.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import type { ParameterVector } from './parameter-layout.ts'
import { layOut } from './parameter-layout.ts'
import {
  gradientName,
  recordConstraint,
  recordGradients,
  recordUpdate,
  scalarName,
  slotName,
  statisticName,
  targetsOf,
} from './record-program.ts'
import type { Recorder } from './record-twice.ts'
import { recordTwice } from './record-twice.ts'
import { putTogether, takeApart } from './weight-access.ts'

/** A tensor that the loop carries from step to step. */
export interface StateTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: DType
}

/** The body of the training loop: one step, with what it reads from around it. */
export interface TrainingStep {
  /** Inputs: `step`, `go` (if looped), the state. Outputs: `go` (if looped), the state, `loss`. The rest is in `around`. */
  readonly body: Graph
  readonly state: readonly StateTensor[]
  /** Inputs of the whole: what the body reads but does not change. A first size of 0 is known only when running. */
  readonly around: readonly Value[]
  readonly vectors: readonly ParameterVector[]
}

/** How a step is written. */
export interface StepForm {
  /** `gpu`: by operators that GPU providers have. Default: cpu. */
  readonly device?: 'cpu' | 'gpu'
  /** As the body of a loop, or (false) to be run once a call, without `step` and `go`. Default: true. */
  readonly looped?: boolean
  /** Default: everything is recorded twice. */
  readonly recorder?: Recorder
}

/** Name of a slot's vector. */
export const slotVectorName = (vector: ParameterVector, slot: string): string => `${vector.name}.${slot}`

/**
 * Records a program's step and writes it with ONNX operators: gather the batch, forward and backward pass, update.
 * @throws UnsupportedKernel, TraceFault
 */
export function trainingStep(
  program: TrainingProgram,
  { device = 'cpu', looped = true, recorder = recordTwice }: StepForm = {},
): TrainingStep {
  const batchSize = rowsPerStep(program.job)
  const gradients = rewrite(recorder(program, recordGradients))
  const vectors = layOut(program)
  const builder = new Builder()
  const step = looped ? builder.input('step', [], 'int64') : undefined
  const go = looped ? builder.input('go', [], 'bool') : undefined
  const around: Value[] = []
  const outside = (name: string, shape: readonly number[], dtype: DType): Value => {
    const value: Value = { name, shape, dtype }
    around.push(value)
    return value
  }
  /** What differs from step to step: the loop's number picks it out of all; a step of its own is given it. */
  const perStep = (name: string, shape: readonly number[], dtype: DType): Value =>
    step === undefined
      ? outside(name, shape, dtype)
      : builder.op('Gather', [outside(name, [0, ...shape], dtype), step], { axis: 0 })

  const state: StateTensor[] = []
  const carried = new Map<string, Value>()
  const carry = (name: string, shape: readonly number[]): void => {
    state.push({ name, shape, dtype: 'float32' })
    carried.set(name, builder.input(name, shape, 'float32'))
  }
  for (const vector of vectors) {
    carry(vector.name, vector.shape)
    for (const slot of program.optimizer.slots) carry(slotVectorName(vector, slot.name), vector.shape)
  }
  const statistics = program.weights.filter((weight) => !weight.trainable)
  for (const { name, shape } of statistics) carry(name, shape)

  const rows = perStep('rows', [batchSize], 'int32')
  const flat = outside('inputs', [0, sizeOf(program.job.inputShape)], 'float32')
  const x = builder.reshape(builder.op('Gather', [flat, rows], { axis: 0 }), [batchSize, ...program.job.inputShape])
  const { shape: targetShape, dtype: targetType } = targetsOf(program)
  const targets = outside('targets', [0, targetShape[1] ?? 1], targetType)
  const y = builder.reshape(builder.op('Gather', [targets, rows], { axis: 0 }), targetShape)
  const scalars: Record<string, Value> = {}
  for (const { name, dtype, value } of program.scalars)
    scalars[scalarName(name)] =
      value === 'perStep' ? perStep(scalarName(name), [], dtype) : outside(scalarName(name), [], dtype)

  const weights = Object.fromEntries([
    ...vectors.flatMap((vector) => takeApart(builder, vector, carried.get(vector.name)!)),
    ...statistics.map(({ name }): [string, Value] => [name, carried.get(name)!]),
  ])
  const results = lower(builder, gradients, { ...weights, x, y, ...scalars })

  const constrained = (value: Value, vector: ParameterVector): Value => {
    if (!program.constrains || vector.placements.every(({ weight }) => weight.role !== 'kernel')) return value
    const tensors = new Map(takeApart(builder, vector, value))
    return putTogether(builder, vector, ({ weight: { name, role, shape } }) => {
      const w = tensors.get(name)!
      if (role !== 'kernel') return w
      return lower(
        builder,
        recorder(program, (each) => recordConstraint(each, shape)),
        { ...scalars, w },
      )['w']!
    })
  }

  const next = new Map<string, Value>()
  for (const vector of vectors) {
    const update = recorder(program, (each) => recordUpdate(each, vector.shape, vector.penalised))
    const slots = program.optimizer.slots.map(({ name }) => name)
    const g = putTogether(builder, vector, ({ weight }) => results[gradientName(weight.name)]!)
    const updated = lower(builder, update, {
      ...scalars,
      w: carried.get(vector.name)!,
      g,
      ...Object.fromEntries(slots.map((slot) => [slotName(slot), carried.get(slotVectorName(vector, slot))!])),
    })
    next.set(vector.name, constrained(updated['w']!, vector))
    for (const slot of slots) next.set(slotVectorName(vector, slot), updated[slotName(slot)]!)
  }
  for (const { name } of statistics) next.set(name, results[statisticName(name)]!)

  const outputs = [
    ...(go === undefined ? [] : [{ name: 'go', value: builder.op('Identity', [go]) }]),
    ...state.map(({ name }) => ({ name, value: next.get(name)! })),
    { name: 'loss', value: results['loss']! },
  ]
  const finished = fuse(builder.finish('step', outputs))
  const closed = { ...finished, inputs: [...finished.inputs, ...around] }
  const written = device === 'gpu' ? adaptToGpu(closed) : closed
  check(written, onnxRules)
  const own = finished.inputs.length
  const body = { ...written, inputs: written.inputs.slice(0, own) }
  return { body, state, around: written.inputs.slice(own), vectors }
}
