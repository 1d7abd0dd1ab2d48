import type { Attribute, DType, Node, Value } from '../graph/types.ts'
import { elementTypes } from '../lower/shapes/elementwise.ts'
import { ProtoWriter } from './protobuf.ts'

/** Field numbers of onnx/onnx: onnx/onnx.proto. */
const attributeKinds = { float: 1, integer: 2, text: 3, graph: 5, floats: 6, integers: 7 } as const

/** Attributes that ONNX declares as floats; other numbers are integers. */
const floatAttributes = new Set(['alpha', 'beta', 'gamma', 'epsilon'])

/** Graphs that are attributes of a node, such as the body of a Loop. */
export interface Subgraphs {
  readonly [attribute: string]: GraphWriter
}

export type GraphWriter = (writer: ProtoWriter) => void

function writeAttribute(writer: ProtoWriter, name: string, value: Attribute): void {
  writer.text(1, name)
  if (Array.isArray(value)) {
    for (const element of value as number[]) writer.integer(8, element)
    writer.integer(20, attributeKinds.integers)
  } else if (typeof value === 'string') writer.text(4, value).integer(20, attributeKinds.text)
  else if (floatAttributes.has(name)) writer.float(2, Number(value)).integer(20, attributeKinds.float)
  else writer.integer(3, Number(value)).integer(20, attributeKinds.integer)
}

/** Attributes that only this dialect knows. */
const internalAttributes = new Set(['with_indices'])

function writeNode(writer: ProtoWriter, node: Node, subgraphs: Subgraphs = {}): void {
  for (const input of node.inputs) writer.text(1, input === null ? '' : input.name)
  for (const output of node.outputs) writer.text(2, output.name)
  writer.text(4, node.op)
  for (const [name, value] of Object.entries(node.attributes))
    if (!internalAttributes.has(name)) writer.message(5, (attribute) => writeAttribute(attribute, name, value))
  for (const [name, write] of Object.entries(subgraphs))
    writer.message(5, (attribute) => attribute.text(1, name).message(6, write).integer(20, attributeKinds.graph))
}

/** A dimension is a number, or a name where the size is only known when running. */
export type Dimension = number | string

function writeValueInfo(writer: ProtoWriter, name: string, dtype: DType, shape: readonly Dimension[]): void {
  writer.text(1, name).message(2, (type) =>
    type.message(1, (tensor) =>
      tensor.integer(1, elementTypes.get(dtype)!).message(2, (dimensions) => {
        for (const size of shape)
          dimensions.message(1, (dimension) =>
            typeof size === 'number' ? dimension.integer(1, size) : dimension.text(2, size),
          )
      }),
    ),
  )
}

export interface Declaration {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly Dimension[]
}

export interface GraphParts {
  readonly name: string
  readonly inputs: readonly Declaration[]
  readonly outputs: readonly Declaration[]
  readonly nodes: readonly { readonly node: Node; readonly subgraphs?: Subgraphs }[]
}

/** A GraphProto; constants that nodes use become its initializers. */
export function writeGraph(writer: ProtoWriter, parts: GraphParts): void {
  const constants = new Set<Value>()
  for (const { node, subgraphs } of parts.nodes) {
    writer.message(1, (message) => writeNode(message, node, subgraphs))
    for (const input of node.inputs) if (input?.data !== undefined) constants.add(input)
  }
  writer.text(2, parts.name)
  for (const constant of constants)
    writer.message(5, (tensor) => {
      for (const size of constant.shape) tensor.integer(1, size)
      tensor.integer(2, elementTypes.get(constant.dtype)!).text(8, constant.name)
      const data = constant.data!
      tensor.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    })
  for (const { name, dtype, shape } of parts.inputs)
    writer.message(11, (info) => writeValueInfo(info, name, dtype, shape))
  for (const { name, dtype, shape } of parts.outputs)
    writer.message(12, (info) => writeValueInfo(info, name, dtype, shape))
}

const irVersion = 10
const opsetVersion = 20

/** A ModelProto, ready for an inference session. */
export function writeModel(parts: GraphParts): Uint8Array {
  const writer = new ProtoWriter()
  writer.integer(1, irVersion).text(2, 'sweetspot')
  writer.message(7, (graph) => writeGraph(graph, parts))
  writer.message(8, (opset) => opset.text(1, '').integer(2, opsetVersion))
  return writer.finish()
}
