import type { Attributes, ConstantData, DType, Node, Value } from '../../graph/types.ts'

/** What a rule may do: look at what is written, and write. The builder. */
export interface Writer {
  producer(value: Value): Node | undefined
  constant(shape: readonly number[], dtype: DType, elements: ArrayLike<number> | ConstantData): Value
  numbers(elements: readonly number[]): Value
  op(op: string, inputs: readonly (Value | null)[], attributes?: Attributes): Value
  transpose(x: Value, perm: readonly number[]): Value
  reshape(x: Value, shape: readonly number[]): Value
}

/** Answers with an equal but cheaper value, or null where the rule does not apply. */
export type Simplification = (
  builder: Writer,
  inputs: readonly (Value | null)[],
  attributes: Attributes,
) => Value | null

/** The element that all elements of a constant equal, or undefined. */
export function uniform(value: Value | null | undefined): number | undefined {
  if (!value?.data || value.data.length === 0) return undefined
  const [first] = value.data
  for (const element of value.data) if (!Object.is(element, first)) return undefined
  return Number(first)
}
