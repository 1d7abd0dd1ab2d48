import type { ShapeRule } from '../../graph/types.ts'
import { constantNumbers, integer, need, one } from './rule.ts'

const reduce: ShapeRule = (inputs, attributes) => {
  const x = need(inputs, 0)
  const axes = new Set(inputs[1] ? constantNumbers(inputs, 1) : x.shape.keys())
  const keep = integer(attributes, 'keepdims', 1) === 1
  return one(
    x.shape.flatMap((size, axis) => (axes.has(axis) ? (keep ? [1] : []) : [size])),
    x.dtype,
  )
}

const argument: ShapeRule = (inputs, attributes) => {
  const axis = integer(attributes, 'axis')
  return one(
    need(inputs, 0).shape.filter((_, index) => index !== axis),
    'int64',
  )
}

/** Operators that fold axes away; ArgMax and ArgMin without keeping the axis. */
export const reductions: readonly (readonly [string, ShapeRule])[] = [
  ['ReduceSum', reduce],
  ['ReduceMean', reduce],
  ['ReduceMax', reduce],
  ['ReduceMin', reduce],
  ['ReduceProd', reduce],
  ['ReduceSumSquare', reduce],
  ['ArgMax', argument],
  ['ArgMin', argument],
]
