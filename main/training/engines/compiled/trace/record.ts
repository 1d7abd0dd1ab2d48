import * as tf from '@tensorflow/tfjs-core'
import { UnsupportedKernel } from '../../engine.ts'
import type { DType, Graph } from '../graph/types.ts'
import { recordingBackend, recordingBackendName } from './recording-backend.ts'

/** An input of the graph to record. */
export interface InputSpec {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: DType
}

/**
 * Records what `program` does to symbolic inputs as a graph of tfjs kernels. Nothing is computed. The tfjs backend that
 * was current is current again afterwards, and all tensors made meanwhile are released.
 *
 * @param program receives one tensor for each input, by name, and returns the named outputs
 * @throws UnsupportedKernel naming a kernel that cannot be recorded
 * @throws TraceFault when the program looks at a value
 */
export function record(
  name: string,
  inputs: readonly InputSpec[],
  program: (tensors: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>,
): Graph {
  const recorder = recordingBackend()
  const previous = tf.getBackend() as string | undefined
  // Takes effect before it returns: the factory is synchronous.
  void tf.setBackend(recordingBackendName)
  tf.engine().startScope()
  try {
    recorder.begin()
    const tensors: Record<string, tf.Tensor> = {}
    for (const { name, shape, dtype } of inputs) tensors[name] = recorder.input(name, shape, dtype)
    const results = program(tensors)
    const outputs = Object.entries(results).map(([key, tensor]) => ({ name: key, value: recorder.tracedValue(tensor) }))
    return recorder.finish(name, outputs)
  } catch (error) {
    const missing = /Kernel '(\w+)' not registered/.exec(error instanceof Error ? error.message : '')?.[1]
    throw missing === undefined ? error : new UnsupportedKernel(missing, 'compiled')
  } finally {
    tf.engine().endScope()
    if (previous !== undefined) void tf.setBackend(previous)
  }
}
