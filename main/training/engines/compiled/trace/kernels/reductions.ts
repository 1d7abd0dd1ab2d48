import type { DType } from '../../graph/types.ts'
import type { KernelCall, KernelRule } from './rule.ts'
import { axesOf, input, one } from './rule.ts'

function reduced(call: KernelCall, axis: unknown, keepDims: boolean): number[] {
  const { shape } = input(call, 'x')
  const axes = new Set(axesOf(axis, shape.length))
  return shape.flatMap((size, index) => (axes.has(index) ? (keepDims ? [1] : []) : [size]))
}

const reduction =
  (attribute: string, dtype?: DType): KernelRule =>
  (call) =>
    one(
      reduced(call, call.attributes[attribute], call.attributes['keepDims'] === true),
      dtype ?? (input(call, 'x').dtype === 'bool' ? 'int32' : input(call, 'x').dtype),
    )

/** Kernels that fold axes away. */
export const reductions: readonly (readonly [string, KernelRule])[] = [
  ['Sum', reduction('axis')],
  ['Prod', reduction('axis')],
  ['Mean', reduction('axis', 'float32')],
  ['Max', reduction('reductionIndices')],
  ['Min', reduction('axis')],
  ['All', reduction('axis', 'bool')],
  ['Any', reduction('axis', 'bool')],
  ['ArgMax', reduction('axis', 'int32')],
  ['ArgMin', reduction('axis', 'int32')],
]
