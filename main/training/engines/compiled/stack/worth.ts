import type { TrainingProgram } from '../../../program/program.ts'
import { sizeOf } from '../graph/types.ts'

/**
 * Up to this many parameters a stack is faster than its members one after the other (TRACING.md, Stacks): what it saves
 * are the nodes of a step and the calls of a slice, which outweigh the arithmetic of small networks only.
 */
const mostParameters = 20_000

/** Whether a structure's networks gain by training together. */
export function isWorthStacking({ weights }: TrainingProgram): boolean {
  const parameters = weights.reduce((sum, { shape, trainable }) => sum + (trainable ? sizeOf(shape) : 0), 0)
  return parameters <= mostParameters
}
