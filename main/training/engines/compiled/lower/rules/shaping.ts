import { sizeOf } from '../../graph/types.ts'
import { splitSizes } from '../../trace/kernels/shaping.ts'
import { axesOf } from '../../trace/kernels/rule.ts'
import type { Kernel, LoweringRule } from '../lowering.ts'
import { toChannelsFirst } from '../lowering.ts'
import { uniform } from '../simplify/rule.ts'

const numbers = (kernel: Kernel, name: string): number[] => {
  const value = kernel.attribute(name)
  return Array.isArray(value) ? [...(value as number[])] : [Number(value)]
}

const reshape: LoweringRule = (kernel, lowering, builder) => {
  const recorded = kernel.list[0]!
  const [output] = kernel.outputs
  const { value } = lowering.held(recorded)
  const same = recorded.shape.join() === output!.shape.join()
  if (same || uniform(value) !== undefined) {
    const held = lowering.held(recorded)
    if (same) lowering.set(output!, held.value, held.channelsFirst)
    else lowering.set(output!, builder.constant([], value.dtype, [uniform(value)!]))
    return
  }
  if (!lowering.isFull(recorded)) {
    // Still small if only axes of size 1 come or go: [10] -> [1, 10].
    const small = lowering.operand(recorded, false)
    const kept = output!.shape.filter((size) => size !== 1).join()
    if (kept === recorded.shape.filter((size) => size !== 1).join() && small.shape.length === recorded.shape.length) {
      const sizes = small.shape.filter((_, axis) => recorded.shape[axis] !== 1)
      lowering.set(
        output!,
        builder.reshape(
          small,
          output!.shape.map((size) => (size === 1 ? 1 : sizes.shift()!)),
        ),
      )
      return
    }
  }
  lowering.set(output!, builder.reshape(lowering.plain(recorded), output!.shape))
}

const transpose: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  const perm = numbers(kernel, 'perm')
  if (lowering.isChannelsFirst(x) && perm.join() === toChannelsFirst.join())
    lowering.set(kernel.outputs[0]!, lowering.channelsFirst(x))
  else lowering.set(kernel.outputs[0]!, builder.transpose(lowering.plain(x), perm))
}

const concat: LoweringRule = (kernel, lowering, builder) => {
  const axis = axesOf(kernel.attribute('axis'), kernel.outputs[0]!.shape.length)[0]!
  const channelsFirst = kernel.list.every((part) => lowering.isChannelsFirst(part))
  const parts = kernel.list.map((part) => (channelsFirst ? lowering.channelsFirst(part) : lowering.plain(part)))
  const own = channelsFirst ? toChannelsFirst.indexOf(axis) : axis
  lowering.set(kernel.outputs[0]!, builder.concat(parts, own), channelsFirst)
}

const pack: LoweringRule = (kernel, lowering, builder) => {
  const shape = kernel.outputs[0]!.shape
  const axis = axesOf(kernel.attribute('axis'), shape.length)[0]!
  const row = shape.map((size, index) => (index === axis ? 1 : size))
  const parts = kernel.list.map((part) => builder.reshape(lowering.plain(part), row))
  lowering.set(kernel.outputs[0]!, builder.concat(parts, axis))
}

const unpack: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('value')
  const axis = axesOf(kernel.attribute('axis'), x.shape.length)[0]!
  const parts = builder.split(lowering.plain(x), Array<number>(x.shape[axis]!).fill(1), axis)
  kernel.outputs.forEach((output, index) => lowering.set(output, builder.reshape(parts[index]!, output.shape)))
}

const split: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  const axis = axesOf(kernel.attribute('axis'), x.shape.length)[0]!
  const parts = builder.split(lowering.plain(x), splitSizes(kernel, x.shape[axis]!), axis)
  kernel.outputs.forEach((output, index) => lowering.set(output, parts[index]!))
}

const slice: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  const axes = [...x.shape.keys()]
  const begins = numbers(kernel, 'begin').map((begin, axis) => (begin < 0 ? begin + x.shape[axis]! : begin))
  while (begins.length < axes.length) begins.push(0)
  const ends = begins.map((begin, axis) => begin + kernel.outputs[0]!.shape[axis]!)
  lowering.set(kernel.outputs[0]!, builder.slice(lowering.plain(x), axes, begins, ends))
}

const pad: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  const flat = numbers(kernel, 'paddings')
  const paddings = x.shape.map((_, axis) => [flat[2 * axis]!, flat[2 * axis + 1]!] as const)
  const channelsFirst = lowering.isChannelsFirst(x)
  const fill = Number(kernel.attribute('constantValue') ?? 0)
  const padded = channelsFirst
    ? builder.pad(
        lowering.channelsFirst(x),
        toChannelsFirst.map((axis) => paddings[axis]!),
        fill,
      )
    : builder.pad(lowering.plain(x), paddings, fill)
  lowering.set(kernel.outputs[0]!, padded, channelsFirst)
}

const tile: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  const [output] = kernel.outputs
  const reps = numbers(kernel, 'reps')
  if (reps.every((count, axis) => count === 1 || x.shape[axis] === 1)) {
    const held = lowering.held(x) // left as it is: it broadcasts
    lowering.set(output!, held.value, held.channelsFirst)
    return
  }
  const interleaved = x.shape.flatMap((size) => [1, size])
  const repeated = x.shape.flatMap((size, axis) => [reps[axis]!, size])
  const expanded = builder.expand(builder.reshape(lowering.plain(x), interleaved), repeated)
  lowering.set(output!, builder.reshape(expanded, output!.shape))
}

const gather: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  if (Number(kernel.attribute('batchDims') ?? 0) !== 0) throw new Error('GatherV2 with batchDims')
  const axis = axesOf(kernel.attribute('axis'), x.shape.length)[0]!
  const rows = builder.op('Gather', [lowering.plain(x), lowering.plain(kernel.input('indices'))], { axis })
  lowering.set(kernel.outputs[0]!, rows)
}

/** Comparison with a range: unlike ONNX's OneHot it gives all zeros for a class outside [0, depth). */
const oneHot: LoweringRule = (kernel, lowering, builder) => {
  const indices = kernel.input('indices')
  const [output] = kernel.outputs
  const depth = output!.shape.at(-1)!
  const classes = builder.constant(
    [depth],
    'int32',
    Array.from({ length: depth }, (_, index) => index),
  )
  const column = builder.reshape(builder.cast(lowering.plain(indices), 'int32'), [...indices.shape, 1])
  const hits = builder.op('Equal', [column, classes])
  const [on, off] = [Number(kernel.attribute('onValue') ?? 1), Number(kernel.attribute('offValue') ?? 0)]
  const simple = on === 1 && off === 0
  lowering.set(
    output!,
    simple
      ? builder.cast(hits, output!.dtype)
      : builder.op('Where', [hits, builder.scalar(on, output!.dtype), builder.scalar(off, output!.dtype)]),
  )
}

/** Rows of the same segment add up: the gradient of an embedding. */
const segmentSum: LoweringRule = (kernel, lowering, builder) => {
  const ids = kernel.input('segmentIds')
  const x = kernel.input('x')
  const [output] = kernel.outputs
  const rows = sizeOf(ids.shape)
  const zeros = builder.expand(builder.scalar(0), output!.shape)
  const indices = builder.reshape(builder.cast(lowering.plain(ids), 'int64'), [rows, 1])
  const updates = builder.reshape(lowering.plain(x), [rows, ...output!.shape.slice(1)])
  lowering.set(output!, builder.op('ScatterND', [zeros, indices, updates], { reduction: 'add' }))
}

/** Kernels that move, copy or repeat elements. */
export const shaping: readonly (readonly [string, LoweringRule])[] = [
  ['Reshape', reshape],
  ['ExpandDims', reshape],
  ['Transpose', transpose],
  ['Concat', concat],
  ['Pack', pack],
  ['Unpack', unpack],
  ['SplitV', split],
  ['Slice', slice],
  ['PadV2', pad],
  ['Tile', tile],
  ['GatherV2', gather],
  ['OneHot', oneHot],
  ['UnsortedSegmentSum', segmentSum],
]
