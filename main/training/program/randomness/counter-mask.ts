import * as tf from '@tensorflow/tfjs-core'
import { bitsAt, keyOf, mix } from './hash.ts'

/** Name of the tfjs kernel: inputs `key` (int32 scalar) and `rate` (float32 scalar), attributes `shape` and `layer`. */
export const CounterMask = 'CounterMask'

/** Dropout's key of a step: one for all layers, as an int32. Layers differ by `layerSalt`. */
export const stepKey = (seed: number, step: number): number => keyOf(seed, 0xd0, step) | 0

/** What a layer XORs into the step's key, a constant of the graph. Layers count from 0. */
export const layerSalt = (layer: number): number => mix(layer + 1)

/** Elements whose bits are below this are dropped. Exact in float32: a multiplication by a power of two, then truncation. */
export const dropThreshold = (rate: number): number => Math.floor(Math.fround(rate) * 4294967296)

/** What kept elements are multiplied by, in float32 arithmetic: 1 / (1 - rate). */
export const keptScale = (rate: number): number => Math.fround(1 / Math.fround(1 - Math.fround(rate)))

/**
 * The reference of inverted dropout's mask: element i is 0 if mix(i * 0x9e3779b1 ^ key ^ layerSalt) < rate * 2^32, else
 * 1 / (1 - rate). Every engine must give the same bits.
 *
 * @param rate in [0, 1)
 */
export function counterMask(size: number, key: number, layer: number, rate: number): Float32Array {
  const mask = new Float32Array(size)
  const layerKey = key ^ layerSalt(layer)
  const threshold = dropThreshold(rate)
  const scale = keptScale(rate)
  for (let i = 0; i < size; i++) mask[i] = bitsAt(layerKey, i) < threshold ? 0 : scale
  return mask
}

/** Teaches a tfjs backend the kernel, once; it computes in JavaScript, so it fits every backend that can be written to. */
export function registerCounterMask(backendName: string): void {
  if (tf.getKernel(CounterMask, backendName) !== undefined) return
  tf.registerKernel({
    kernelName: CounterMask,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { shape, layer } = attrs as unknown as { shape: number[]; layer: number }
      const host = backend as tf.KernelBackend
      const [key] = host.readSync(inputs['key']!.dataId) as Int32Array
      const [rate] = host.readSync(inputs['rate']!.dataId) as Float32Array
      const mask = counterMask(tf.util.sizeFromShape(shape), key!, layer, rate!)
      return { dataId: host.write(mask, shape, 'float32'), shape, dtype: 'float32' }
    },
  })
}
