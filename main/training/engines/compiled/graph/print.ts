import type { Attribute, Graph, Node, Value } from './types.ts'
import { sizeOf } from './types.ts'

const shortDtype = { float32: 'f32', int32: 'i32', int64: 'i64', uint32: 'u32', bool: 'bool' } as const

/** `f32[64,128]` */
export function printType(value: Pick<Value, 'dtype' | 'shape'>): string {
  return `${shortDtype[value.dtype]}[${value.shape.join(',')}]`
}

function printOperand(value: Value | null): string {
  if (value === null) return '_'
  if (value.data === undefined) return `%${value.name}`
  const shown = [...value.data.slice(0, 4)].map((element) => String(Number(element))).join(' ')
  const count = sizeOf(value.shape)
  return `${printType(value)}(${shown}${count > 4 ? ' ...' : ''})`
}

function printAttribute(value: Attribute): string {
  return Array.isArray(value) ? `[${value.join(',')}]` : String(value)
}

/** One equation: `%h:f32[64,128] = Gemm(%x, %w) {transA=0}`. */
export function printNode(node: Node): string {
  const outputs = node.outputs.map((value) => `%${value.name}:${printType(value)}`).join(', ')
  const inputs = node.inputs
    .map((value, position) => {
      const name = node.inputNames?.[position]
      return name === undefined || /^\d+$/.test(name) ? printOperand(value) : `${name}=${printOperand(value)}`
    })
    .join(', ')
  const attributes = Object.entries(node.attributes).map(([key, value]) => `${key}=${printAttribute(value)}`)
  return `${outputs} = ${node.op}(${inputs})${attributes.length > 0 ? ` {${attributes.join(', ')}}` : ''}`
}

/** The whole graph as text, one equation a line; equal graphs print equally. */
export function print(graph: Graph): string {
  const inputs = graph.inputs.map((value) => `%${value.name}:${printType(value)}`).join(', ')
  const outputs = graph.outputs.map(({ name, value }) => `${name}=${printOperand(value)}`).join(', ')
  return [
    `${graph.name}(${inputs}) {`,
    ...graph.nodes.map((node) => `  ${printNode(node)}`),
    `  return ${outputs}`,
    '}',
  ].join('\n')
}
