import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adaptToGpu } from '../../../main/training/engines/compiled/adapt/adapt.ts'
import type { Graph } from '../../../main/training/engines/compiled/graph/types.ts'
import { Builder } from '../../../main/training/engines/compiled/lower/builder.ts'
import { portableForms } from '../../../main/training/engines/compiled/adapt/forms.ts'
import { writeSingle } from '../../../main/training/engines/compiled/onnx/single.ts'
import { runtime, sessionOptions } from '../../../main/training/engines/compiled/run/runtime.ts'
import { mix } from '../../../main/training/program/randomness/hash.ts'

async function run(graph: Graph, type: 'uint32' | 'float32', data: Uint32Array | Float32Array): Promise<number[]> {
  const { InferenceSession, Tensor } = runtime()
  const session = await InferenceSession.create(writeSingle(graph), sessionOptions)
  const results = await session.run({ x: new Tensor(type, data, [data.length]) })
  await session.release()
  return Array.from(results[session.outputNames[0]!]!.data as Uint32Array)
}

function graphOf(op: string, count: number, attributes = {}): Graph {
  const builder = new Builder()
  const x = builder.input('x', [count], 'float32')
  const y = op === 'Sum' ? builder.ops(op, [x, x, x])[0]! : builder.ops(op, [x], attributes)[0]!
  return builder.finish(op, [{ name: 'y', value: y }])
}

/** x ^ x >> 16, times a constant, ^ >> 15, times another, ^ >> 16: the hash that all engines draw from. */
function hashGraph(count: number): Graph {
  const builder = new Builder()
  const unsigned = (element: number) => builder.scalar(element >>> 0, 'uint32')
  let x = builder.input('x', [count], 'uint32')
  for (const [shift, factor] of [
    [16, 0x7feb352d],
    [15, 0x846ca68b],
    [16, 1],
  ] as const) {
    const shifted = builder.op('BitShift', [x, unsigned(shift)], { direction: 'RIGHT' })
    x = builder.op('Mul', [builder.op('BitwiseXor', [x, shifted]), unsigned(factor)])
  }
  return builder.finish('hash', [{ name: 'y', value: x }])
}

test('the hash without bit operators gives the same bits', async () => {
  const numbers = Uint32Array.from([
    0,
    1,
    0xffffffff,
    0x80000000,
    0x7fffffff,
    ...fc.sample(fc.nat(0xffffffff), { numRuns: 3000, seed: 1 }),
  ])
  const adapted = adaptToGpu(hashGraph(numbers.length))
  expect(adapted.nodes.some(({ op }) => op.startsWith('Bit'))).toBe(false)
  expect(await run(adapted, 'uint32', numbers)).toEqual(Array.from(numbers, mix))
})

test.each(['Sum', 'LogSoftmax', 'Sign', 'Selu', 'Round'])('the form of %s is equal to the operator', async (op) => {
  const values = Float32Array.from([-2.5, -1.5, -0.5, -0, 0, 0.5, 1.5, 2.5, 1e-8, 3.3, -7.9, 60])
  const graph = graphOf(op, values.length, op === 'LogSoftmax' ? { axis: 0 } : {})
  const adapted = adaptToGpu(graph)
  expect(adapted.nodes.some((node) => portableForms.has(node.op))).toBe(false)
  const [actual, expected] = [await run(adapted, 'float32', values), await run(graph, 'float32', values)]
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5))
})
