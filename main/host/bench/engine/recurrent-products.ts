import type { Value } from '../../../training/engines/compiled/graph/types.ts'
import type { Builder } from '../../../training/engines/compiled/lower/builder.ts'
import { batchSize, recurrentSizes } from './jobs.ts'

/** Writes products of operands that lie ready; `operand` declares one by name. */
export type Products = (
  builder: Builder,
  operand: (name: string, shape: readonly number[]) => Value,
) => readonly Value[]

/**
 * The matrix products of a step of an embedding of 64, a recurrent layer of 64 units over 50 steps and 10 outputs, in the
 * fastest form that was found: those that need no state are one product over all steps (inputs forward, both gradients of
 * their kernel, the gradient of the recurrent kernel); each step has one forward and one backward for each of `groups`, the
 * gates that read the state at the same time.
 */
const recurrent =
  (groups: readonly number[]): Products =>
  (builder, operand) => {
    const { length, features, units } = recurrentSizes
    const rows = length * batchSize
    const gemm = (a: Value, b: Value, transA = 0, transB = 0): Value => builder.op('Gemm', [a, b], { transA, transB })
    const x = operand('x', [rows, features])
    const before = operand('before', [rows, units])
    const head = { h: operand('h', [batchSize, units]), w: operand('w', [units, 10]), d: operand('d', [batchSize, 10]) }
    const ofGroups = groups.flatMap((gates, group) => {
      const kernel = operand(`kernel${group}`, [features, gates * units])
      const recurrentKernel = operand(`recurrentKernel${group}`, [units, gates * units])
      const z = operand(`z${group}`, [rows, gates * units])
      const steps = Array.from({ length }, (_, step) => [
        gemm(operand(`h${group}.${step}`, [batchSize, units]), recurrentKernel),
        gemm(operand(`z${group}.${step}`, [batchSize, gates * units]), recurrentKernel, 0, 1),
      ]).flat()
      return [gemm(x, kernel), gemm(x, z, 1), gemm(z, kernel, 0, 1), gemm(before, z, 1), ...steps]
    })
    return [...ofGroups, gemm(head.h, head.w), gemm(head.d, head.w, 0, 1), gemm(head.h, head.d, 1)]
  }

export const lstmProducts = recurrent([4])
export const gruProducts = recurrent([2, 1])
