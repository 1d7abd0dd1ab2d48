import { describe, expect, it } from 'vitest'
import { MalformedGraph, check } from '../../../main/training/engines/compiled/check/check.ts'
import { print } from '../../../main/training/engines/compiled/graph/print.ts'
import type { Graph, Node, Value } from '../../../main/training/engines/compiled/graph/types.ts'
import { Builder } from '../../../main/training/engines/compiled/lower/builder.ts'
import { onnxRules } from '../../../main/training/engines/compiled/lower/shapes/table.ts'

const value = (name: string, shape: readonly number[] = [2, 3]): Value => ({ name, shape, dtype: 'float32' })
const node = (op: string, inputs: (Value | null)[], output: Value, attributes = {}): Node => ({
  op,
  inputs,
  attributes,
  outputs: [output],
})

function layer(): Graph {
  const builder = new Builder()
  const [x, w, b] = [
    builder.input('x', [2, 3], 'float32'),
    builder.input('w', [3, 4], 'float32'),
    builder.input('b', [4], 'float32'),
  ]
  const product = builder.op('Gemm', [x, w, b], { transA: 0, transB: 0 })
  const scaled = builder.op('Mul', [builder.op('Relu', [product]), builder.scalar(0.5)])
  return builder.finish('layer', [
    { name: 'y', value: builder.op('ReduceMax', [scaled, builder.numbers([0])], { keepdims: 0 }) },
  ])
}

describe('the graph language', () => {
  it('prints one equation a line, with types, constants and attributes', () => {
    expect(print(layer())).toBe(
      [
        'layer(%x:f32[2,3], %w:f32[3,4], %b:f32[4]) {',
        '  %v0:f32[2,4] = Gemm(%x, %w, %b) {transA=0, transB=0}',
        '  %v1:f32[2,4] = Relu(%v0)',
        '  %v2:f32[2,4] = Mul(%v1, f32[](0.5))',
        '  %v3:f32[4] = ReduceMax(%v2, i64[1](0)) {keepdims=0}',
        '  return y=%v3',
        '}',
      ].join('\n'),
    )
  })

  it('prints equal graphs equally', () => {
    expect(print(layer())).toBe(print(layer()))
  })

  it('accepts what the builder writes', () => {
    expect(() => check(layer(), onnxRules)).not.toThrow()
  })
})

describe('the checker refuses, showing the equations around the fault,', () => {
  const [x, y, z] = [value('x'), value('y'), value('z')]
  const graph = (nodes: Node[], output: Value = z): Graph => ({
    name: 'bad',
    inputs: [x],
    nodes,
    outputs: [{ name: 'out', value: output }],
  })
  const refusal = (bad: Graph): string => {
    try {
      check(bad, onnxRules)
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedGraph)
      return (error as Error).message
    }
    return 'accepted'
  }

  it('a value used before it is assigned', () => {
    const message = refusal(graph([node('Neg', [y], z), node('Abs', [x], y)]))
    expect(message).toContain('bad: %y is used before it is assigned')
    expect(message).toContain('> 0: %z:f32[2,3] = Neg(%y)')
    expect(message).toContain('  1: %y:f32[2,3] = Abs(%x)')
  })

  it('a value assigned twice', () => {
    expect(refusal(graph([node('Neg', [x], z), node('Abs', [x], z)]))).toContain('%z is assigned twice')
  })

  it('two values of one name', () => {
    expect(refusal(graph([node('Neg', [x], value('x')), node('Abs', [x], z)]))).toContain('the name %x is used twice')
  })

  it('an operator outside the dialect', () => {
    expect(refusal(graph([node('Frobnicate', [x], z)]))).toContain('there is no operation Frobnicate in this dialect')
  })

  it('a result whose type does not follow from its operands', () => {
    expect(refusal(graph([node('Neg', [x], value('z', [3, 2]))]))).toContain('%z is f32[3,2], but Neg gives f32[2,3]')
  })

  it('operands that do not fit together', () => {
    expect(refusal(graph([node('Add', [x, value('x2', [4])], z)]))).toContain('%x2 is used before it is assigned')
    const constant: Value = { ...value('c', [4]), data: new Float32Array(4) }
    expect(refusal(graph([node('Add', [x, constant], z)]))).toContain('Add: shapes [2,3] and [4] do not broadcast')
  })

  it('a constant with too few elements', () => {
    const constant: Value = { ...value('c'), data: new Float32Array(4) }
    expect(refusal(graph([node('Add', [x, constant], z)]))).toContain('a constant of shape [2,3] has 4 elements')
  })

  it('an output that is never assigned', () => {
    expect(refusal(graph([node('Neg', [x], z)], y))).toContain('the output out (%y) is never assigned')
  })
})

describe('the builder', () => {
  it('writes an equation once', () => {
    const builder = new Builder()
    const x = builder.input('x', [2, 3], 'float32')
    expect(builder.op('Exp', [x])).toBe(builder.op('Exp', [x]))
    expect(builder.scalar(2)).toBe(builder.scalar(2))
  })

  it('drops transposes and reshapes that change nothing, and merges chains of them', () => {
    const builder = new Builder()
    const x = builder.input('x', [2, 3, 4, 5], 'float32')
    expect(builder.transpose(builder.transpose(x, [0, 3, 1, 2]), [0, 2, 3, 1])).toBe(x)
    expect(builder.reshape(builder.reshape(x, [6, 20]), [2, 3, 4, 5])).toBe(x)
    const twice = builder.transpose(builder.transpose(x, [1, 0, 2, 3]), [0, 1, 3, 2])
    expect(builder.producer(twice)?.inputs[0]).toBe(x)
    expect(builder.producer(twice)?.attributes['perm']).toEqual([1, 0, 3, 2])
  })

  it('turns a transpose that only moves axes of size 1 into a reshape', () => {
    const builder = new Builder()
    const x = builder.input('x', [8, 28, 28, 1], 'float32')
    expect(builder.producer(builder.transpose(x, [0, 3, 1, 2]))?.op).toBe('Reshape')
  })

  it('does arithmetic on constants itself and drops neutral elements', () => {
    const builder = new Builder()
    const x = builder.input('x', [2, 3], 'float32')
    expect(builder.op('Div', [builder.scalar(1), builder.scalar(64)]).data).toEqual(Float32Array.of(1 / 64))
    expect(builder.op('Mul', [x, builder.scalar(1)])).toBe(x)
    expect(builder.op('Add', [builder.scalar(0), x])).toBe(x)
    // Not where the other operand is smaller than the result.
    const row = builder.input('row', [3], 'float32')
    const ones = builder.constant([2, 3], 'float32', new Float32Array(6).fill(1))
    expect(builder.op('Mul', [row, ones]).shape).toEqual([2, 3])
  })

  it('says which operator and shapes do not fit', () => {
    const builder = new Builder()
    const [x, y] = [builder.input('x', [2, 3], 'float32'), builder.input('y', [2, 3], 'float32')]
    expect(() => builder.op('Gemm', [x, y], { transA: 0, transB: 0 })).toThrow(
      'Gemm([2,3], [2,3]): inner sizes 3 and 2 differ',
    )
  })
})
