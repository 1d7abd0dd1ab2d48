import { withoutUnneeded } from '../graph/needed.ts'
import type { Attributes, ConstantData, DType, Graph, Node, Value } from '../graph/types.ts'
import { sizeOf } from '../graph/types.ts'
import { elementTypes } from './shapes/elementwise.ts'
import { onnxRules } from './shapes/table.ts'
import type { Writer } from './simplify/rule.ts'
import { simplifications } from './simplify/table.ts'

const arrayFor = {
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
} as const

const commutative = new Set(['Add', 'Mul', 'Max', 'Min', 'Equal', 'And', 'Or', 'BitwiseXor'])

/**
 * Writes equations of the lowered dialect. Types are inferred; an equation that was written before is not written
 * again; rewrite rules (`simplify/`) may answer with something cheaper.
 */
export class Builder implements Writer {
  readonly #inputs: Value[] = []
  readonly #nodes: Node[] = []
  readonly #producers = new Map<Value, Node>()
  readonly #written = new Map<string, readonly Value[]>()
  readonly #keys = new Map<Value, string>()
  readonly #constants = new Map<string, Value>()
  #count = 0

  input(name: string, shape: readonly number[], dtype: DType): Value {
    const value: Value = { name, shape: [...shape], dtype }
    this.#inputs.push(value)
    return value
  }

  /** The equation that assigned a value; undefined for inputs and constants. */
  producer(value: Value): Node | undefined {
    return this.#producers.get(value)
  }

  constant(shape: readonly number[], dtype: DType, elements: ArrayLike<number> | ConstantData): Value {
    const data =
      dtype === 'int64'
        ? BigInt64Array.from(Array.from(elements as ArrayLike<number | bigint>, BigInt))
        : arrayFor[dtype].from(elements as ArrayLike<number>)
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const key = `${dtype}[${shape.join(',')}]${Buffer.from(bytes).toString('latin1')}`
    const known = this.#constants.get(key)
    if (known !== undefined) return known
    const value: Value = { name: `c${this.#constants.size}`, shape: [...shape], dtype, data }
    this.#constants.set(key, value)
    return value
  }

  scalar(element: number, dtype: DType = 'float32'): Value {
    return this.constant([], dtype, [element])
  }

  numbers(elements: readonly number[]): Value {
    return this.constant([elements.length], 'int64', elements)
  }

  /** Writes an operation with one result, or finds an equal or cheaper one. */
  op(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    for (const rule of simplifications.get(op) ?? []) {
      const simpler = rule(this, inputs, attributes)
      if (simpler !== null) return simpler
    }
    return this.ops(op, inputs, attributes)[0]!
  }

  /** Writes an operation with several results. */
  ops(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): readonly Value[] {
    const operands = inputs.map((value) => (value === null ? '_' : this.#keyOf(value)))
    if (commutative.has(op)) operands.sort()
    const key = `${op}(${operands.join()})${JSON.stringify(attributes)}`
    const known = this.#written.get(key)
    if (known !== undefined) return known
    const rule = onnxRules.get(op)
    if (rule === undefined) throw new Error(`The lowered dialect has no operator ${op}.`)
    let types
    try {
      types = rule(inputs, attributes)
    } catch (error) {
      const shapes = inputs.map((value) => (value ? `[${value.shape.join(',')}]` : '_')).join(', ')
      throw new Error(`${op}(${shapes}): ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
    const outputs = types.map((type): Value => ({ name: `v${this.#count++}`, ...type }))
    const node: Node = { op, inputs, attributes, outputs }
    this.#nodes.push(node)
    for (const output of outputs) this.#producers.set(output, node)
    this.#written.set(key, outputs)
    return outputs
  }

  #keyOf(value: Value): string {
    const known = this.#keys.get(value)
    if (known !== undefined) return known
    const key = String(this.#keys.size)
    this.#keys.set(value, key)
    return key
  }

  transpose(x: Value, perm: readonly number[]): Value {
    return this.op('Transpose', [x], { perm })
  }

  reshape(x: Value, shape: readonly number[]): Value {
    return this.op('Reshape', [x, this.numbers(shape)])
  }

  expand(x: Value, shape: readonly number[]): Value {
    if (x.shape.join() === shape.join()) return x
    if (x.data !== undefined && sizeOf(x.shape) === 1)
      return this.constant(
        shape,
        x.dtype,
        Array.from({ length: sizeOf(shape) }, () => Number(x.data![0])),
      )
    return this.op('Expand', [x, this.numbers(shape)])
  }

  cast(x: Value, dtype: DType): Value {
    return x.dtype === dtype ? x : this.op('Cast', [x], { to: elementTypes.get(dtype)! })
  }

  concat(parts: readonly Value[], axis: number): Value {
    return parts.length === 1 ? parts[0]! : this.op('Concat', parts, { axis })
  }

  split(x: Value, sizes: readonly number[], axis: number): readonly Value[] {
    return sizes.length === 1 ? [x] : this.ops('Split', [x, this.numbers(sizes)], { axis })
  }

  /** Elements [begin, end) along each of the given axes, optionally in steps. */
  slice(
    x: Value,
    axes: readonly number[],
    begins: readonly number[],
    ends: readonly number[],
    steps?: readonly number[],
  ): Value {
    const whole = axes.every(
      (axis, index) => begins[index] === 0 && ends[index]! >= x.shape[axis]! && (steps?.[index] ?? 1) === 1,
    )
    if (whole) return x
    const inputs = [x, this.numbers(begins), this.numbers(ends), this.numbers(axes)]
    return this.op('Slice', steps === undefined ? inputs : [...inputs, this.numbers(steps)])
  }

  /** Zeros (or `fill`) around: `[begin, end]` of each axis. */
  pad(x: Value, paddings: readonly (readonly [number, number])[], fill = 0): Value {
    if (paddings.every(([begin, end]) => begin === 0 && end === 0)) return x
    const pads = [...paddings.map(([begin]) => begin), ...paddings.map(([, end]) => end)]
    return this.op('Pad', [x, this.numbers(pads), this.scalar(fill)], { mode: 'constant' })
  }

  /** The graph so far, without the equations that no output needs. */
  finish(name: string, outputs: Graph['outputs']): Graph {
    return withoutUnneeded({ name, inputs: this.#inputs, nodes: this.#nodes, outputs })
  }
}
