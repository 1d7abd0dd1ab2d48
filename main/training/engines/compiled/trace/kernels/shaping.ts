import { slice_util } from '@tensorflow/tfjs-core'
import type { DType } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import type { KernelCall, KernelRule } from './rule.ts'
import { axesOf, input, number, numbers, one } from './rule.ts'

const reshape: KernelRule = (call) => {
  const x = input(call, 'x')
  const wanted = [...numbers(call, 'shape')]
  const open = wanted.indexOf(-1)
  if (open >= 0) wanted[open] = sizeOf(x.shape) / -sizeOf(wanted)
  if (sizeOf(wanted) !== sizeOf(x.shape))
    throw new Error(`[${x.shape.join(',')}] does not reshape to [${wanted.join(',')}]`)
  return one(wanted, x.dtype)
}

const expandDims: KernelRule = (call) => {
  const x = input(call, 'input')
  const dim = number(call, 'dim')
  const shape = [...x.shape]
  shape.splice(dim < 0 ? dim + x.shape.length + 1 : dim, 0, 1)
  return one(shape, x.dtype)
}

const concat: KernelRule = (call) => {
  const [first] = call.list
  const axis = axesOf(number(call, 'axis'), first!.shape.length)[0]!
  const shape = [...first!.shape]
  shape[axis] = call.list.reduce((sum, value) => sum + value.shape[axis]!, 0)
  return one(shape, first!.dtype)
}

const pack: KernelRule = (call) => {
  const [first] = call.list
  const shape = [...first!.shape]
  const axis = number(call, 'axis')
  shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, call.list.length)
  return one(shape, first!.dtype)
}

const unpack: KernelRule = (call) => {
  const x = input(call, 'value')
  const axis = axesOf(number(call, 'axis'), x.shape.length)[0]!
  return Array.from({ length: x.shape[axis]! }, () => ({
    shape: x.shape.filter((_, index) => index !== axis),
    dtype: x.dtype,
  }))
}

/** Sizes of the parts of a SplitV along its axis. */
export function splitSizes(call: Pick<KernelCall, 'attributes'>, length: number): number[] {
  const parts = call.attributes['numOrSizeSplits']
  if (typeof parts === 'number') return Array.from({ length: parts }, () => length / parts)
  const sizes = [...(parts as readonly number[])]
  const open = sizes.indexOf(-1)
  if (open >= 0) sizes[open] = length - sizes.reduce((sum, size) => sum + size, 0) - 1
  return sizes
}

const split: KernelRule = (call) => {
  const x = input(call, 'x')
  const axis = axesOf(number(call, 'axis'), x.shape.length)[0]!
  return splitSizes(call, x.shape[axis]!).map((size) => ({
    shape: x.shape.map((length, index) => (index === axis ? size : length)),
    dtype: x.dtype,
  }))
}

const slice: KernelRule = (call) => {
  const x = input(call, 'x')
  const [, size] = slice_util.parseSliceParams(
    { shape: [...x.shape], dtype: 'float32', dataId: {} },
    [...numbers(call, 'begin')],
    [...numbers(call, 'size')],
  )
  return one(size ?? [], x.dtype)
}

const pad: KernelRule = (call) => {
  const x = input(call, 'x')
  const paddings = numbers(call, 'paddings') // begin and end of each axis in turn
  return one(
    x.shape.map((length, axis) => length + paddings[2 * axis]! + paddings[2 * axis + 1]!),
    x.dtype,
  )
}

const gather: KernelRule = (call) => {
  const x = input(call, 'x')
  const indices = input(call, 'indices')
  const axis = axesOf(number(call, 'axis'), x.shape.length)[0]!
  const batchDims = Number(call.attributes['batchDims'] ?? 0)
  return one([...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)], x.dtype)
}

/** Kernels that move, copy or create elements. */
export const shaping: readonly (readonly [string, KernelRule])[] = [
  ['Reshape', reshape],
  ['ExpandDims', expandDims],
  ['Concat', concat],
  ['Pack', pack],
  ['Unpack', unpack],
  ['SplitV', split],
  ['Slice', slice],
  ['PadV2', pad],
  ['GatherV2', gather],
  ['Cast', (call) => one(input(call, 'x').shape, call.attributes['dtype'] as DType)],
  ['Fill', (call) => one(numbers(call, 'shape'), (call.attributes['dtype'] ?? 'float32') as DType)],
  [
    'Transpose',
    (call) =>
      one(
        numbers(call, 'perm').map((axis) => input(call, 'x').shape[axis]!),
        input(call, 'x').dtype,
      ),
  ],
  [
    'Tile',
    (call) =>
      one(
        input(call, 'x').shape.map((length, axis) => length * numbers(call, 'reps')[axis]!),
        input(call, 'x').dtype,
      ),
  ],
  [
    'OneHot',
    (call) =>
      one([...input(call, 'indices').shape, number(call, 'depth')], (call.attributes['dtype'] ?? 'float32') as DType),
  ],
  [
    'UnsortedSegmentSum',
    (call) => {
      const { shape } = input(call, 'x')
      return one([number(call, 'numSegments'), ...shape.slice(input(call, 'segmentIds').shape.length)], 'float32')
    },
  ],
]
