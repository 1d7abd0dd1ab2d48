import type { Attribute, Graph, Node, Value } from '../graph/types.ts'
import type { Builder } from './builder.ts'
import { uniform } from './simplify/rule.ts'

/**
 * How a recorded value is held in the lowered graph. `value` may be smaller than the recorded shape where it broadcasts
 * to it, and images may have their channels before height and width (the order that ONNX operators work in).
 */
export interface Held {
  readonly value: Value
  readonly channelsFirst: boolean
}

export const toChannelsFirst = [0, 3, 1, 2]
export const toChannelsLast = [0, 2, 3, 1]

/** A recorded equation with its inputs by name. */
export interface Kernel {
  readonly op: string
  readonly input: (name: string) => Value
  readonly optional: (name: string) => Value | undefined
  readonly list: readonly Value[]
  readonly attribute: (name: string) => Attribute | undefined
  readonly attributes: Node['attributes']
  readonly outputs: readonly Value[]
}

/** The state of lowering one recorded graph: which lowered values stand for which recorded ones. */
export class Lowering {
  readonly builder: Builder
  readonly #held = new Map<Value, Held>()

  constructor(builder: Builder) {
    this.builder = builder
  }

  /** Says what stands for a recorded value. */
  set(recorded: Value, value: Value, channelsFirst = false): void {
    this.#held.set(recorded, { value, channelsFirst })
  }

  held(recorded: Value): Held {
    const known = this.#held.get(recorded)
    if (known !== undefined) return known
    if (recorded.data === undefined) throw new Error(`%${recorded.name} is used before it is lowered`)
    const held = { value: this.builder.constant(recorded.shape, recorded.dtype, recorded.data), channelsFirst: false }
    this.#held.set(recorded, held)
    return held
  }

  /** Whether images are at hand with channels first. */
  isChannelsFirst(recorded: Value): boolean {
    return this.held(recorded).channelsFirst
  }

  /** Whether a lowered value of the recorded size exists already, rather than one that broadcasts to it. */
  isFull(recorded: Value): boolean {
    const { value, channelsFirst } = this.held(recorded)
    return value.shape.join() === this.#shape(recorded, channelsFirst).join()
  }

  #shape(recorded: Value, channelsFirst: boolean): readonly number[] {
    return channelsFirst ? toChannelsFirst.map((axis) => recorded.shape[axis]!) : recorded.shape
  }

  /** The value in the order and shape in which it was recorded. */
  plain(recorded: Value): Value {
    return this.builder.expand(this.operand(recorded, false), recorded.shape)
  }

  /** An image batch as [batch, channels, height, width]. */
  channelsFirst(recorded: Value): Value {
    return this.builder.expand(this.operand(recorded, true), this.#shape(recorded, true))
  }

  /** The value in the wanted order, possibly smaller where it broadcasts to the recorded shape. */
  operand(recorded: Value, channelsFirst: boolean): Value {
    const held = this.held(recorded)
    if (held.channelsFirst === channelsFirst || held.value.shape.length === 0) return held.value
    if (held.channelsFirst) return this.builder.transpose(held.value, toChannelsLast)
    const padding = Array.from({ length: 4 - held.value.shape.length }, () => 1)
    const image = this.builder.reshape(held.value, [...padding, ...held.value.shape])
    return this.builder.transpose(image, toChannelsFirst)
  }

  /**
   * Lowers an equation that works element by element: in the order in which its operands are at hand, leaving small
   * operands small; the result may then be small as well.
   */
  elementwise(output: Value, operands: readonly Value[], write: (operands: readonly Value[]) => Value): void {
    const images = operands.filter((operand) => operand.shape.length === 4)
    const channelsFirst = output.shape.length === 4 && images.some((image) => this.isChannelsFirst(image))
    const values = operands.map((operand) => this.#small(this.operand(operand, channelsFirst)))
    const result = write(values)
    const rank = output.shape.length - result.shape.length
    const widened =
      result.shape.length > 0 && rank > 0
        ? this.builder.reshape(result, [...Array<number>(rank).fill(1), ...result.shape])
        : result
    this.set(output, widened, channelsFirst)
  }

  /** A constant of one number everywhere is that number: operators need not read an array. */
  #small(value: Value): Value {
    const number = uniform(value)
    return number === undefined ? value : this.builder.constant([], value.dtype, [number])
  }
}

export type LoweringRule = (kernel: Kernel, lowering: Lowering, builder: Builder) => void

export function kernelOf(node: Node): Kernel {
  const named = new Map(node.inputs.map((value, index) => [node.inputNames?.[index] ?? String(index), value!]))
  return {
    op: node.op,
    input: (name) => {
      const value = named.get(name)
      if (value === undefined) throw new Error(`${node.op} was recorded without its input ${name}`)
      return value
    },
    optional: (name) => named.get(name),
    list: node.inputs as readonly Value[],
    attribute: (name) => node.attributes[name],
    attributes: node.attributes,
    outputs: node.outputs,
  }
}

export type Recorded = Graph
