import type { Attributes, DType, TensorType, Value } from '../../graph/types.ts'

/** What a recording kernel sees: its inputs by name and in order, and its attributes. */
export interface KernelCall {
  readonly inputs: Readonly<Record<string, Value>>
  readonly list: readonly Value[]
  readonly attributes: Attributes
}

/** Types of a kernel's results; nothing is computed. */
export type KernelRule = (call: KernelCall) => readonly TensorType[]

export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[a.length - rank + axis] ?? 1
    const y = b[b.length - rank + axis] ?? 1
    if (x !== y && x !== 1 && y !== 1) throw new Error(`shapes [${a.join(',')}] and [${b.join(',')}] do not broadcast`)
    return x === 1 ? y : x
  })
}

export function input(call: KernelCall, name: string): Value {
  const value = call.inputs[name]
  if (value === undefined) throw new Error(`the input ${name} is missing`)
  return value
}

export function numbers(call: KernelCall, name: string): readonly number[] {
  const value = call.attributes[name]
  if (typeof value === 'number') return [value]
  if (!Array.isArray(value)) throw new Error(`the attribute ${name} is missing`)
  return value as readonly number[]
}

export function number(call: KernelCall, name: string): number {
  const value = call.attributes[name]
  if (typeof value !== 'number') throw new Error(`the attribute ${name} is missing`)
  return value
}

export const one = (shape: readonly number[], dtype: DType): readonly TensorType[] => [{ shape, dtype }]

/** Axes as tfjs gives them (one, several, null for all, negative from the end), ascending. */
export function axesOf(axis: unknown, rank: number): number[] {
  const axes =
    axis === null || axis === undefined
      ? Array.from({ length: rank }, (_, index) => index)
      : Array.isArray(axis)
        ? (axis as number[])
        : [Number(axis)]
  return axes.map((index) => (index < 0 ? index + rank : index)).sort((a, b) => a - b)
}
