import * as tf from '@tensorflow/tfjs-core'
import { bitsAt, keyOf } from './hash.ts'

/** Name of the tfjs kernel: input `key` (int32 scalar), attributes `shape` and `stream`. */
export const CounterUniform = 'CounterUniform'

/** What a stream XORs into the step's key, a constant of the graph; streams are told apart by their names. */
export const streamSalt = (stream: string): number =>
  keyOf(...Array.from(stream, (character) => character.codePointAt(0)!))

/** The upper 23 bits of a hash, and a half, as a float32 in (0, 1), exactly: never 0 or 1. */
const toUnit = (bits: number): number => ((bits >>> 9) + 0.5) / 8388608

/**
 * The reference of uniform numbers in (0, 1): element i is made of the upper 23 bits of
 * mix(i * 0x9e3779b1 ^ key ^ streamSalt).
 * Every engine must give the same numbers.
 */
export function counterUniform(size: number, key: number, stream: string): Float32Array {
  const streamKey = key ^ streamSalt(stream)
  return Float32Array.from({ length: size }, (_, index) => toUnit(bitsAt(streamKey, index)))
}

/**
 * Uniform numbers in (0, 1) of a step, a function of the step's key, the stream and the position.
 * @param key the step's scalar `randomKey`
 * @param stream names the use, so that two uses of one step are unrelated
 */
export const uniform = (key: tf.Scalar, stream: string, shape: readonly number[]): tf.Tensor =>
  tf.engine().runKernel(CounterUniform, { key }, { shape: [...shape], stream }) as tf.Tensor

/** Teaches a tfjs backend the kernel, once; it computes in JavaScript, so it fits every backend that can be written to. */
export function registerCounterUniform(backendName: string): void {
  if (tf.getKernel(CounterUniform, backendName) !== undefined) return
  tf.registerKernel({
    kernelName: CounterUniform,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { shape, stream } = attrs as unknown as { shape: number[]; stream: string }
      const host = backend as tf.KernelBackend
      const [key] = host.readSync(inputs['key']!.dataId) as Int32Array
      const values = counterUniform(tf.util.sizeFromShape(shape), key!, stream)
      return { dataId: host.write(values, shape, 'float32'), shape, dtype: 'float32' }
    },
  })
}
