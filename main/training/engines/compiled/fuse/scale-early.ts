import type { Node, Value } from '../graph/types.ts'
import { sizeOf } from '../graph/types.ts'
import type { RewriteRule, Rewriter } from '../rewrite/rule.ts'

const isRate = (value: Value): boolean => sizeOf(value.shape) === 1 && value.data === undefined

/** The equation `op(inputs)` if there is one, else a new one to be put in. */
function findOrMake(
  rewriter: Rewriter,
  op: string,
  inputs: readonly Value[],
  like: Value,
): { node: Node; fresh: Node[] } {
  const known = rewriter
    .users(inputs[0]!)
    .find((user) => user?.op === op && user.inputs.every((input, index) => input === inputs[index]))
  if (known) return { node: known, fresh: [] }
  const node = rewriter.make(op, Object.fromEntries(inputs.entries()), {}, like)
  return { node, fresh: [node] }
}

/** w - g * rate as w + g * -rate: all that follows from the gradient then carries the same factor. */
export const descentAsSum: RewriteRule = {
  name: 'descent as sum',
  target: 'Sub',
  apply(rewriter, sub) {
    const [w, step] = [sub.inputs[0]!, sub.inputs[1]!]
    const scaled = rewriter.producer(step)
    if (scaled?.op !== 'Mul' || rewriter.onlyUser(step) === undefined || !isRate(scaled.inputs[1]!)) return false
    const rate = scaled.inputs[1]!
    const negative = findOrMake(rewriter, 'Neg', [rate], rate)
    const factor = rewriter.make('Mul', { a: scaled.inputs[0]!, b: negative.node.outputs[0]! }, {}, step)
    const sum = rewriter.make('Add', { a: w, b: factor.outputs[0]! }, {}, w)
    rewriter.replace(sub, [...negative.fresh, factor, sum], sum.outputs[0]!)
    return true
  },
}

/** Which input of a linear operator takes the rate: the one that carries the gradient. */
const linear: Readonly<Record<string, (node: Node, rewriter: Rewriter) => number | undefined>> = {
  Gemm: ({ inputs, attributes }) => {
    if (inputs.length > 2) return undefined
    return attributes['transA'] === 1 || inputs[0]!.data !== undefined ? 1 : 0
  },
  ReduceSum: () => 0,
  Reshape: () => 0,
  Mul: ({ inputs }, rewriter) => [0, 1].find((index) => rewriter.producer(inputs[index]!)?.op === 'Gemm'),
}

/**
 * (a * b) * rate becomes a * (b * rate), where nothing uses the product but this: a rate on the gradient of a large
 * parameter moves, through all of backpropagation, to the gradient of the loss. Plain gradient descent then costs no pass
 * over the parameters beside the products themselves.
 */
export const scaleEarly: RewriteRule = {
  name: 'scale early',
  target: 'Mul',
  apply(rewriter, scaling) {
    const [value, rate] = [scaling.inputs[0]!, scaling.inputs[1]!]
    if (!isRate(rate) || rewriter.onlyUser(value) !== scaling) return false
    const producer = rewriter.producer(value)
    const index = producer && linear[producer.op]?.(producer, rewriter)
    if (producer === undefined || index === undefined) return false
    const input = producer.inputs[index]!
    const { node: scaled, fresh } = findOrMake(rewriter, 'Mul', [input, rate], input)
    if (fresh.length > 0 && sizeOf(input.shape) > sizeOf(value.shape)) return false
    const inputs = producer.inputs.map((each, at) => (at === index ? scaled.outputs[0]! : each))
    rewriter.replace(scaling, [...fresh, { ...producer, inputs, outputs: scaling.outputs }], scaling.outputs[0]!)
    return true
  },
}
