import type { Value } from '../../graph/types.ts'
import { axesOf } from '../../trace/kernels/rule.ts'
import type { Lowering, LoweringRule } from '../lowering.ts'
import { toChannelsFirst } from '../lowering.ts'

interface Reduction {
  readonly x: Value
  readonly axes: number[]
  readonly channelsFirst: boolean
}

/** Reduces images in the order in which they are at hand, where what remains comes out in the recorded order. */
function inOrder(lowering: Lowering, recorded: Value, axes: number[], keepDims: boolean): Reduction {
  const kept = recorded.shape.length - axes.length
  if (lowering.isChannelsFirst(recorded) && (keepDims || kept <= 1))
    return {
      x: lowering.channelsFirst(recorded),
      axes: axes.map((axis) => toChannelsFirst.indexOf(axis)).sort((a, b) => a - b),
      channelsFirst: true,
    }
  return { x: lowering.plain(recorded), axes, channelsFirst: false }
}

const reduction =
  (op: string, attribute = 'axis'): LoweringRule =>
  (kernel, lowering, builder) => {
    const recorded = kernel.input('x')
    const [output] = kernel.outputs
    const keepDims = kernel.attribute('keepDims') === true
    const axes = axesOf(kernel.attribute(attribute), recorded.shape.length)
    if (axes.length === 0) {
      lowering.set(output!, builder.cast(lowering.plain(recorded), output!.dtype))
      return
    }
    const { x, axes: own, channelsFirst } = inOrder(lowering, recorded, axes, keepDims)
    const typed = builder.cast(x, output!.dtype === 'bool' ? 'int32' : output!.dtype)
    const result = builder.op(op, [typed, builder.numbers(own)], { keepdims: keepDims ? 1 : 0 })
    lowering.set(output!, builder.cast(result, output!.dtype), channelsFirst && output!.shape.length === 4)
  }

const argument =
  (op: string): LoweringRule =>
  (kernel, lowering, builder) => {
    const x = kernel.input('x')
    const axis = axesOf(kernel.attribute('axis'), x.shape.length)[0]!
    const found = builder.op(op, [lowering.plain(x)], { axis, keepdims: 0 })
    lowering.set(kernel.outputs[0]!, builder.cast(found, 'int32'))
  }

const softmax =
  (op: string): LoweringRule =>
  (kernel, lowering, builder) => {
    const logits = kernel.input('logits')
    const axis = axesOf(kernel.attribute('dim') ?? -1, logits.shape.length)[0]!
    lowering.set(kernel.outputs[0]!, builder.op(op, [lowering.plain(logits)], { axis }))
  }

/** Kernels that fold axes, and softmax, which is built on folds. */
export const reductions: readonly (readonly [string, LoweringRule])[] = [
  ['Sum', reduction('ReduceSum')],
  ['Mean', reduction('ReduceMean')],
  ['Prod', reduction('ReduceProd')],
  ['Max', reduction('ReduceMax', 'reductionIndices')],
  ['Min', reduction('ReduceMin')],
  ['All', reduction('ReduceMin')],
  ['Any', reduction('ReduceMax')],
  ['ArgMax', argument('ArgMax')],
  ['ArgMin', argument('ArgMin')],
  ['Softmax', softmax('Softmax')],
  ['LogSoftmax', softmax('LogSoftmax')],
]
