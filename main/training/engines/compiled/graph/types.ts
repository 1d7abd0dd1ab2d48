/**
 * The language of both stages: what a trace writes (operations are tfjs kernels) and what lowering writes (operations
 * are ONNX operators). A graph is a list of equations in execution order; every value is assigned once.
 */
export type DType = 'float32' | 'int32' | 'int64' | 'uint32' | 'bool'

export type ConstantData = Float32Array | Int32Array | Uint32Array | BigInt64Array | Uint8Array

/** A tensor of known shape. Values are compared by identity; names are for people. */
export interface Value {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: DType
  /** Present for constants: elements in row-major order. */
  readonly data?: ConstantData
}

export type Attribute = number | string | boolean | readonly number[] | readonly string[] | null

export type Attributes = Readonly<Record<string, Attribute>>

/** `outputs = op(inputs) {attributes}`; a null input is an omitted optional one. */
export interface Node {
  readonly op: string
  readonly inputs: readonly (Value | null)[]
  /** Names of the inputs where the dialect has them (tfjs kernels do: x, filter, dy). */
  readonly inputNames?: readonly string[]
  readonly attributes: Attributes
  readonly outputs: readonly Value[]
}

export interface Graph {
  readonly name: string
  readonly inputs: readonly Value[]
  readonly nodes: readonly Node[]
  readonly outputs: readonly { readonly name: string; readonly value: Value }[]
}

/** A shape and an element type, as an operation's rule infers them. */
export interface TensorType {
  readonly shape: readonly number[]
  readonly dtype: DType
}

/** Types of a node's outputs, from its inputs and attributes. @throws Error saying what does not fit */
export type ShapeRule = (inputs: readonly (Value | null)[], attributes: Attributes) => readonly TensorType[]

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)
