import { describe, expect, it } from 'vitest'
import { check } from '../../../main/training/engines/compiled/check/check.ts'
import type { Graph, Value } from '../../../main/training/engines/compiled/graph/types.ts'
import { Builder } from '../../../main/training/engines/compiled/lower/builder.ts'
import { onnxRules } from '../../../main/training/engines/compiled/lower/shapes/table.ts'
import { keyOf, uniformAt } from '../../../main/training/program/randomness/hash.ts'
import { relativeError } from './reference.ts'
import { runOnnx } from './run-graph.ts'

const shapes = { x: [4, 3, 5, 6], y: [4, 3, 5, 6], c: [1, 3, 1, 1], d: [1, 3, 1, 1], s: [], rows: [40, 7] } as const
type Name = keyof typeof shapes

interface Row {
  readonly what: string
  readonly write: (builder: Builder, inputs: Readonly<Record<Name, Value>>) => Value
  /** What is left of it, operators in order. */
  readonly becomes: readonly string[]
  /** The same, from the inputs, element by element. */
  readonly is: (at: (name: Name, index: number) => number, index: number) => number
}

const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)
const channel = (index: number): number => Math.floor(index / 30) % 3
const ofChannel = (wanted: number, sum: (index: number) => number): number => {
  let total = 0
  for (let index = 0; index < 360; index++) if (channel(index) === wanted) total += sum(index)
  return total
}
const allAxes = { keepdims: 0 }

const table: Row[] = [
  {
    what: 'factors of channels are multiplied first',
    write: (b, { x, c, d }) => b.op('Mul', [b.op('Mul', [x, c]), d]),
    becomes: ['Mul', 'Mul'],
    is: (at, i) => at('x', i) * at('c', channel(i)) * at('d', channel(i)),
  },
  {
    what: 'numbers are multiplied first',
    write: (b, { x, s }) => b.op('Mul', [b.op('Mul', [b.scalar(3), x]), s]),
    becomes: ['Mul', 'Mul'],
    is: (at, i) => 3 * at('x', i) * at('s', 0),
  },
  {
    what: 'a factor of channels leaves a product of large tensors',
    write: (b, { x, y, c }) => b.op('Mul', [b.op('Mul', [x, c]), y]),
    becomes: ['Mul', 'Mul'],
    is: (at, i) => at('x', i) * at('y', i) * at('c', channel(i)),
  },
  {
    what: 'a factor of channels leaves a sum over the others',
    write: (b, { x, c }) => b.op('ReduceSum', [b.op('Mul', [x, c]), b.numbers([0, 2, 3])], allAxes),
    becomes: ['ReduceSum', 'Reshape', 'Mul'],
    is: (at, i) => ofChannel(i, (index) => at('x', index)) * at('c', i),
  },
  {
    what: 'both leave it, and equal sums are one',
    write: (b, { x, y, c, d }) => {
      const first = b.op('ReduceSum', [b.op('Mul', [b.op('Mul', [x, c]), y]), b.numbers([0, 2, 3])], allAxes)
      const second = b.op('ReduceSum', [b.op('Mul', [y, b.op('Mul', [x, d])]), b.numbers([0, 2, 3])], allAxes)
      return b.op('Add', [first, second])
    },
    becomes: ['Mul', 'ReduceSum', 'Reshape', 'Mul', 'Reshape', 'Mul', 'Add'],
    is: (at, i) => ofChannel(i, (index) => at('x', index) * at('y', index)) * (at('c', i) + at('d', i)),
  },
  {
    what: 'a transpose comes before scaling',
    write: (b, { x, c }) => b.transpose(b.op('Mul', [x, c]), [0, 2, 3, 1]),
    becomes: ['Reshape', 'Transpose', 'Mul'],
    is: (at, i) => {
      const [n, h, w, ch] = [Math.floor(i / 90), Math.floor(i / 18) % 5, Math.floor(i / 3) % 6, i % 3]
      return at('x', ((n * 3 + ch) * 5 + h) * 6 + w) * at('c', ch)
    },
  },
  {
    what: 'sums of columns are products with ones',
    write: (b, { rows }) => b.op('ReduceSum', [rows, b.numbers([0])], allAxes),
    becomes: ['Gemm', 'Reshape'],
    is: (at, i) => Array.from({ length: 40 }, (_, row) => at('rows', row * 7 + i)).reduce((a, b) => a + b),
  },
  {
    what: 'sums of columns over more axes fold twice',
    write: (b, { x }) => b.op('ReduceSum', [x, b.numbers([0, 1, 2])], allAxes),
    becomes: ['Reshape', 'Gemm', 'Reshape', 'Gemm', 'Reshape'],
    is: (at, i) => Array.from({ length: 60 }, (_, row) => at('x', row * 6 + i)).reduce((a, b) => a + b),
  },
  {
    what: 'axes of size 1 that a reshape added are not summed over',
    write: (b, { rows }) => b.op('ReduceMean', [b.reshape(rows, [1, 40, 7]), b.numbers([0, 1])], allAxes),
    becomes: ['ReduceMean'],
    is: (at, i) => Array.from({ length: 40 }, (_, row) => at('rows', row * 7 + i) / 40).reduce((a, b) => a + b),
  },
  {
    what: 'a truth value is cast once',
    write: (b, { x }) => b.cast(b.cast(b.op('Greater', [x, b.scalar(0)]), 'int32'), 'float32'),
    becomes: ['Greater', 'Cast'],
    is: (at, i) => Number(at('x', i) > 0),
  },
]

describe('what the builder writes more cheaply', () => {
  it.each(table.map((row) => [row.what, row] as const))('%s', async (_, { write, becomes, is }) => {
    const builder = new Builder()
    const inputs = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, builder.input(name, shape, 'float32')]),
    ) as Record<Name, Value>
    const value = write(builder, inputs)
    const whole = builder.finish('row', [{ name: 'result', value }])
    const used = new Set(whole.nodes.flatMap((node) => node.inputs))
    const graph: Graph = { ...whole, inputs: whole.inputs.filter((input) => used.has(input)) }
    check(graph, onnxRules)
    expect(graph.nodes.map((node) => node.op)).toEqual(becomes)
    const feeds = Object.fromEntries(
      Object.entries(shapes).map(([name, shape], seed) => [
        name,
        {
          shape,
          dtype: 'float32' as const,
          values: Float32Array.from({ length: size(shape) }, (_, index) => uniformAt(keyOf(seed), index) * 2 - 1),
        },
      ]),
    )
    const { result } = await runOnnx(graph, feeds)
    const expected = Float64Array.from({ length: size(value.shape) }, (_, index) =>
      is((name, at) => feeds[name]!.values[at]!, index),
    )
    expect(relativeError(result!, expected)).toBeLessThan(1e-6)
  })
})
