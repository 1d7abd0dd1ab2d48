import type { Value } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import { axesOf } from '../../trace/kernels/rule.ts'
import type { Builder } from '../builder.ts'
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

const isColumnSum = (x: Value, axes: readonly number[]): boolean =>
  x.dtype === 'float32' && x.shape.length >= 2 && axes.join() === [...x.shape.keys()].slice(0, -1).join()

/**
 * Sums over all axes but the last as a product with a row of ones, which the runtime computes faster (TRACING.md). Of more
 * than two axes the first is folded first: two short sums lose less precision than a long one.
 */
function columnSum(builder: Builder, x: Value): Value {
  const columns = x.shape.at(-1)!
  const fold = (rows: number, matrix: Value): Value => {
    const ones = builder.constant([1, rows], 'float32', new Float32Array(rows).fill(1))
    return builder.op('Gemm', [ones, matrix], { transA: 0, transB: 0 })
  }
  const [first, ...others] = x.shape
  const rest = sizeOf(others) / columns
  const folded = first === 1 ? x : fold(first!, builder.reshape(x, [first!, rest * columns]))
  return builder.reshape(rest === 1 ? folded : fold(rest, builder.reshape(folded, [rest, columns])), [columns])
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
    if (op === 'ReduceSum' && !channelsFirst && !keepDims && isColumnSum(x, own)) {
      lowering.set(output!, columnSum(builder, x))
      return
    }
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
