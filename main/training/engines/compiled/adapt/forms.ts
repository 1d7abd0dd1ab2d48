import type { Node, Value } from '../graph/types.ts'
import type { Builder } from '../lower/builder.ts'
import { exclusiveOr, lowBitsOf, shiftRight } from './exclusive-or.ts'

type Form = (builder: Builder, inputs: readonly Value[], node: Node) => Value

const number = (value: Value): number => {
  if (value.data?.length !== 1) throw new Error('a shift by something else than one number has no form for this device')
  return Number(value.data[0])
}

const bitShift: Form = (builder, [x, bits], node) => {
  const by = number(bits!)
  return node.attributes['direction'] === 'RIGHT'
    ? shiftRight(builder, x!, by)
    : builder.op('Mul', [x!, builder.scalar(2 ** by, 'uint32')])
}

const bitwiseXor: Form = (builder, [a, b]) => {
  const [bitsA, bitsB] = [lowBitsOf(builder, a!), lowBitsOf(builder, b!)]
  return bitsB <= bitsA ? exclusiveOr(builder, a!, b!, bitsB) : exclusiveOr(builder, b!, a!, bitsA)
}

const sum: Form = (builder, terms) =>
  terms.slice(1).reduce((total, term) => builder.op('Add', [total, term]), terms[0]!)

/** x - max - log(sum(exp(x - max))), along the node's axis. */
const logSoftmax: Form = (builder, [x], node) => {
  const axis = Number(node.attributes['axis'] ?? -1)
  const axes = builder.numbers([axis < 0 ? axis + x!.shape.length : axis])
  const shifted = builder.op('Sub', [x!, builder.op('ReduceMax', [x!, axes], { keepdims: 1 })])
  const total = builder.op('ReduceSum', [builder.op('Exp', [shifted]), axes], { keepdims: 1 })
  return builder.op('Sub', [shifted, builder.op('Log', [total])])
}

const sign: Form = (builder, [x]) => {
  const zero = builder.scalar(0, x!.dtype)
  const negative = builder.op('Where', [
    builder.op('Less', [x!, zero]),
    builder.scalar(-1, x!.dtype),
    builder.scalar(0, x!.dtype),
  ])
  return builder.op('Where', [builder.op('Greater', [x!, zero]), builder.scalar(1, x!.dtype), negative])
}

const selu: Form = (builder, [x]) => {
  const [alpha, gamma] = [1.6732632423543772, 1.0507009873554805]
  return builder.op('Mul', [builder.op('Elu', [x!], { alpha }), builder.scalar(gamma)])
}

/** Halves to even, as ONNX rounds: floor(x + 1/2), less one where x was halfway and that is odd. */
const round: Form = (builder, [x]) => {
  const up = builder.op('Floor', [builder.op('Add', [x!, builder.scalar(0.5)])])
  const halfway = builder.op('Equal', [builder.op('Sub', [up, x!]), builder.scalar(0.5)])
  const half = builder.op('Mul', [up, builder.scalar(0.5)])
  const odd = builder.op('Not', [builder.op('Equal', [builder.op('Floor', [half]), half])])
  const tooHigh = builder.op('And', [halfway, odd])
  return builder.op('Where', [tooHigh, builder.op('Sub', [up, builder.scalar(1)]), up])
}

/** Indices (int64, for ScatterND) are put in shape before they are widened: there is no arithmetic on 64 bits. */
const reshape: Form = (builder, [x, shape], node) => {
  const widened = x!.dtype === 'int64' ? builder.producer(x!) : undefined
  if (widened?.op !== 'Cast') return builder.ops('Reshape', [x!, shape!], node.attributes)[0]!
  const narrow = builder.ops('Reshape', [widened.inputs[0]!, shape!], node.attributes)[0]!
  return builder.cast(narrow, 'int64')
}

/** What stands for an operator that not every GPU provider has (measured: opset 20, WebGPU provider of 1.30). */
export const portableForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['BitShift', bitShift],
  ['BitwiseXor', bitwiseXor],
  ['Sum', sum],
  ['LogSoftmax', logSoftmax],
  ['Sign', sign],
  ['Selu', selu],
  ['Round', round],
  ['Reshape', reshape],
])
