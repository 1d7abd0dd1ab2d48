import type { ShapeRule } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import { broadcast } from '../../trace/kernels/rule.ts'
import { constantNumbers, integer, list, need, one, sameType } from './rule.ts'

const transpose: ShapeRule = (inputs, attributes) => {
  const x = need(inputs, 0)
  return one(
    list(attributes, 'perm').map((axis) => x.shape[axis]!),
    x.dtype,
  )
}

const reshape: ShapeRule = (inputs) => {
  const x = need(inputs, 0)
  const shape = constantNumbers(inputs, 1)
  if (sizeOf(shape) !== sizeOf(x.shape))
    throw new Error(`[${x.shape.join(',')}] does not reshape to [${shape.join(',')}]`)
  return one(shape, x.dtype)
}

const concat: ShapeRule = (inputs, attributes) => {
  const axis = integer(attributes, 'axis')
  const shape = [...need(inputs, 0).shape]
  inputs.slice(1).forEach((value) => {
    value!.shape.forEach((size, index) => {
      if (index === axis) shape[axis]! += size
      else if (size !== shape[index]) throw new Error(`the parts differ along axis ${index}`)
    })
  })
  return one(shape, sameType(inputs))
}

const split: ShapeRule = (inputs, attributes) => {
  const x = need(inputs, 0)
  const axis = integer(attributes, 'axis', 0)
  const sizes = constantNumbers(inputs, 1)
  if (sizes.reduce((sum, size) => sum + size, 0) !== x.shape[axis]) throw new Error('the parts do not add up')
  return sizes.map((size) => ({
    shape: x.shape.map((length, index) => (index === axis ? size : length)),
    dtype: x.dtype,
  }))
}

const slice: ShapeRule = (inputs) => {
  const x = need(inputs, 0)
  const [starts, ends, axes] = [1, 2, 3].map((index) => constantNumbers(inputs, index))
  const steps = inputs[4] ? constantNumbers(inputs, 4) : axes!.map(() => 1)
  const shape = [...x.shape]
  axes!.forEach((axis, index) => {
    const [start, end, step] = [starts![index]!, ends![index]!, steps[index]!]
    if (step > 0) {
      if (start < 0 || end < 0 || end > x.shape[axis]!) throw new Error(`[${start}, ${end}) leaves axis ${axis}`)
      shape[axis] = Math.max(0, Math.ceil((end - start) / step))
    } else shape[axis] = Math.ceil((x.shape[axis]! + 0) / -step) // only whole axes are reversed
  })
  return one(shape, x.dtype)
}

const pad: ShapeRule = (inputs) => {
  const x = need(inputs, 0)
  const pads = constantNumbers(inputs, 1)
  return one(
    x.shape.map((size, axis) => size + pads[axis]! + pads[axis + x.shape.length]!),
    x.dtype,
  )
}

const gather: ShapeRule = (inputs, attributes) => {
  const x = need(inputs, 0)
  const axis = integer(attributes, 'axis', 0)
  return one([...x.shape.slice(0, axis), ...need(inputs, 1).shape, ...x.shape.slice(axis + 1)], x.dtype)
}

const expand: ShapeRule = (inputs) => {
  const x = need(inputs, 0)
  return one(broadcast(x.shape, constantNumbers(inputs, 1)), x.dtype)
}

/** Operators that move, copy or repeat elements. */
export const shaping: readonly (readonly [string, ShapeRule])[] = [
  ['Transpose', transpose],
  ['Reshape', reshape],
  ['Concat', concat],
  ['Split', split],
  ['Slice', slice],
  ['Pad', pad],
  ['Gather', gather],
  ['Expand', expand],
  ['ScatterND', (inputs) => one(need(inputs, 0).shape, need(inputs, 0).dtype)],
]
