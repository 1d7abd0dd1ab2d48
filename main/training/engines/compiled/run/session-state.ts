import type { TrainingProgram } from '../../../program/program.ts'
import { slotName } from '../../../program/state-names.ts'
import type { SessionState } from '../../engine.ts'
import { sizeOf } from '../graph/types.ts'
import type { ParameterVector, Placement } from '../step/parameter-layout.ts'
import { slotVectorName } from '../step/training-step.ts'
import { permute } from './permute.ts'

/** The vectors and statistics that a compiled step carries, by name. */
export type Carried = Map<string, Float32Array>

/** Where the tensors of a SessionState lie in the vectors. */
function tensorsOf(
  program: TrainingProgram,
  vectors: readonly ParameterVector[],
): { name: string; vector: string; placement: Placement }[] {
  const placed = vectors.flatMap((vector) => vector.placements.map((placement) => ({ vector, placement })))
  return placed.flatMap(({ vector, placement }) => [
    { name: placement.weight.name, vector: vector.name, placement },
    ...program.optimizer.slots.map((slot) => ({
      name: slotName(placement.weight.name, slot.name),
      vector: slotVectorName(vector, slot.name),
      placement,
    })),
  ])
}

/** The state before the first step: seeded weights, slots at their initial values. */
export function initialState(program: TrainingProgram): SessionState {
  return {
    tensors: program.weights.flatMap((weight) => [
      { name: weight.name, shape: weight.shape, values: weight.initial() },
      ...(weight.trainable ? program.optimizer.slots : []).map((slot) => ({
        name: slotName(weight.name, slot.name),
        shape: weight.shape,
        values: new Float32Array(sizeOf(weight.shape)).fill(slot.initial),
      })),
    ]),
  }
}

const inverse = (perm: readonly number[]): number[] => perm.map((_, axis) => perm.indexOf(axis))

/** A state in the order and grouping in which the compiled step carries it. @throws Error naming a missing tensor */
export function toCarried(program: TrainingProgram, vectors: readonly ParameterVector[], state: SessionState): Carried {
  const given = new Map(state.tensors.map((tensor) => [tensor.name, tensor]))
  const take = (name: string, shape: readonly number[]): Float32Array => {
    const tensor = given.get(name)
    if (tensor === undefined) throw new Error(`The state to restore has no tensor ${name}.`)
    if (tensor.shape.join() !== shape.join())
      throw new Error(
        `The state to restore has ${name} of shape [${tensor.shape.join(',')}], not [${shape.join(',')}].`,
      )
    return tensor.values
  }
  const carried: Carried = new Map()
  for (const { name, vector, placement } of tensorsOf(program, vectors)) {
    const { shape } = vectors.find((each) => each.placements.includes(placement))!
    const values = carried.get(vector) ?? new Float32Array(sizeOf(shape))
    carried.set(vector, values)
    const { weight, stored, offset } = placement
    values.set(permute(take(name, weight.shape), weight.shape, stored), offset)
  }
  for (const { name, shape, trainable } of program.weights) if (!trainable) carried.set(name, take(name, shape).slice())
  return carried
}

/** The inverse of `toCarried`: a copy in tfjs's order of axes. */
export function fromCarried(
  program: TrainingProgram,
  vectors: readonly ParameterVector[],
  carried: Carried,
): SessionState {
  const tensors = tensorsOf(program, vectors).map(({ name, vector, placement }) => {
    const { weight, offset, size, stored, storedShape } = placement
    const values = carried.get(vector)!.subarray(offset, offset + size)
    return { name, shape: weight.shape, values: permute(values, storedShape, inverse(stored)) }
  })
  const statistics = program.weights
    .filter((weight) => !weight.trainable)
    .map(({ name, shape }) => ({ name, shape, values: carried.get(name)!.slice() }))
  return { tensors: [...tensors, ...statistics] }
}
