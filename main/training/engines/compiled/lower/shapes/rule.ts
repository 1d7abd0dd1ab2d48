import type { Attributes, DType, TensorType, Value } from '../../graph/types.ts'

export function need(inputs: readonly (Value | null)[], index: number): Value {
  const value = inputs[index]
  if (value === undefined || value === null) throw new Error(`input ${index} is missing`)
  return value
}

/** Elements of a constant integer input (axes, shapes, pads), which must be known when a graph is written. */
export function constantNumbers(inputs: readonly (Value | null)[], index: number): number[] {
  const value = need(inputs, index)
  if (value.data === undefined) throw new Error(`input ${index} must be constant`)
  return [...value.data].map(Number)
}

export function list(attributes: Attributes, name: string, fallback?: readonly number[]): readonly number[] {
  const value = attributes[name] ?? fallback
  if (!Array.isArray(value)) throw new Error(`the attribute ${name} is missing`)
  return value as readonly number[]
}

export function integer(attributes: Attributes, name: string, fallback?: number): number {
  const value = attributes[name] ?? fallback
  if (typeof value !== 'number') throw new Error(`the attribute ${name} is missing`)
  return value
}

export function sameType(inputs: readonly (Value | null)[]): DType {
  const present = inputs.filter((value) => value !== null)
  const dtype = present[0]!.dtype
  for (const value of present)
    if (value.dtype !== dtype) throw new Error(`the inputs have types ${dtype} and ${value.dtype}`)
  return dtype
}

export const one = (shape: readonly number[], dtype: DType): readonly TensorType[] => [{ shape, dtype }]
