import type { Node, Value } from '../graph/types.ts'
import type { Builder } from '../lower/builder.ts'
import type { Sharing } from './sharing.ts'

/** What stands for each value of the graph that is being stacked, and whether it has an axis of members. */
export class Stacking {
  readonly builder: Builder
  readonly count: number
  readonly #values = new Map<Value, { readonly value: Value; readonly sharing: Sharing }>()

  constructor(builder: Builder, count: number) {
    this.builder = builder
    this.count = count
  }

  set(original: Value, value: Value, sharing: Sharing): void {
    this.#values.set(original, { value, sharing })
  }

  sharing(original: Value): Sharing {
    return this.#values.get(original)?.sharing ?? 'shared'
  }

  isMembers(original: Value): boolean {
    return this.sharing(original) === 'member'
  }

  /** What stands for a value, in whichever form it has. */
  get(original: Value): Value {
    const known = this.#values.get(original)
    if (known !== undefined) return known.value
    if (original.data === undefined) throw new Error(`%${original.name} is used before it is stacked`)
    const value = this.builder.constant(original.shape, original.dtype, original.data)
    this.set(original, value, 'shared')
    return value
  }

  /** The value with its axis of members in front: repeated, if it is the same for all. */
  members(original: Value): Value {
    const value = this.get(original)
    if (this.isMembers(original)) return value
    return this.builder.expand(this.builder.reshape(value, [1, ...value.shape]), [this.count, ...value.shape])
  }

  /** The value ready to broadcast against others whose rank is `rank` without the axis of members. */
  broadcastable(original: Value, rank: number): Value {
    const value = this.get(original)
    const missing = rank - original.shape.length
    if (!this.isMembers(original) || missing <= 0) return value
    return this.builder.reshape(value, [this.count, ...Array<number>(missing).fill(1), ...original.shape])
  }
}

/**
 * The form of an operator that works along an axis of members in front, for equations with at least one operand that has
 * it; undefined where there is none.
 * @returns what stands for each result, all with the axis
 */
export type StackingRule = (node: Node, stacking: Stacking) => readonly Value[] | undefined

/** An axis of the original value, counted from its front, in the stacked one. */
export const shifted = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis) + 1

/** An operand that must be a constant: axes, shapes, sizes. */
export function constantNumbers(node: Node, index: number): number[] | undefined {
  const data = node.inputs[index]?.data
  return data && [...data].map(Number)
}
