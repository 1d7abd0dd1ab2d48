import type { Attributes, Value } from '../../graph/types.ts'
import type { Builder } from '../builder.ts'

/** Answers with an equal but cheaper value, or null where the rule does not apply. */
export type Simplification = (
  builder: Builder,
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
