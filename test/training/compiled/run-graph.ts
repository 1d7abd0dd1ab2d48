import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { check } from '../../../main/training/engines/compiled/check/check.ts'
import type { Graph } from '../../../main/training/engines/compiled/graph/types.ts'
import { Builder } from '../../../main/training/engines/compiled/lower/builder.ts'
import { lower } from '../../../main/training/engines/compiled/lower/lower.ts'
import { onnxRules } from '../../../main/training/engines/compiled/lower/shapes/table.ts'
import { writeSingle } from '../../../main/training/engines/compiled/onnx/single.ts'
import { runtime, sessionOptions } from '../../../main/training/engines/compiled/run/runtime.ts'
import { registerCounterMask } from '../../../main/training/program/randomness/counter-mask.ts'
import { registerCounterUniform } from '../../../main/training/program/randomness/counter-uniform.ts'
import { registerTokenKernels } from '../../../main/training/program/tokens/register.ts'

/** A tensor as plain data. */
export interface Data {
  readonly shape: readonly number[]
  readonly dtype: 'float32' | 'int32' | 'bool'
  readonly values: Float32Array | Int32Array | Uint8Array
}

export type Named = Readonly<Record<string, Data>>

export type TensorProgram = (tensors: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>

/** Writes a recorded graph with ONNX operators. */
export function lowered(graph: Graph): Graph {
  const builder = new Builder()
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name, shape, dtype }) => [name, builder.input(name, shape, dtype)]),
  )
  const outputs = Object.entries(lower(builder, graph, inputs)).map(([name, value]) => ({ name, value }))
  const result = builder.finish(graph.name, outputs)
  check(result, onnxRules)
  return result
}

/** Runs a lowered graph on ONNX Runtime. */
export async function runOnnx(graph: Graph, feeds: Named): Promise<Record<string, ArrayLike<number>>> {
  const { InferenceSession, Tensor } = runtime()
  const session = await InferenceSession.create(writeSingle(graph), sessionOptions)
  const results = await session.run(
    Object.fromEntries(
      graph.inputs.map(({ name }) => {
        const { dtype, values, shape } = feeds[name]!
        return [name, new Tensor(dtype, values, [...shape])]
      }),
    ),
  )
  const named = graph.outputs.map(({ name }, index): [string, ArrayLike<number>] => [
    name,
    results[session.outputNames[index]!]!.data as unknown as ArrayLike<number>,
  ])
  await session.release()
  return Object.fromEntries(named)
}

/** Runs a program on tfjs's cpu backend. */
export function runTfjs(program: TensorProgram, feeds: Named): Record<string, ArrayLike<number>> {
  const previous = tf.getBackend() as string | undefined
  void tf.setBackend('cpu')
  registerCounterMask('cpu')
  registerCounterUniform('cpu')
  registerTokenKernels('cpu')
  tf.engine().startScope()
  try {
    const tensors = Object.fromEntries(
      Object.entries(feeds).map(([name, { values, shape, dtype }]) => [name, tf.tensor(values, [...shape], dtype)]),
    )
    return Object.fromEntries(
      Object.entries(program(tensors)).map(([name, tensor]) => [name, tensor.dataSync().slice()]),
    )
  } finally {
    tf.engine().endScope()
    if (previous !== undefined) void tf.setBackend(previous)
  }
}

export const describeInputs = (feeds: Named) =>
  Object.entries(feeds).map(([name, { shape, dtype }]) => ({ name, shape, dtype }))
