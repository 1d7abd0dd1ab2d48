import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Cell } from './cell.ts'

const slopeOfSigmoid = (y: Tensor2D): Tensor2D => tf.mul(y, tf.sub(1, y))
const slopeOfTanh = (y: Tensor2D): Tensor2D => tf.sub(1, tf.square(y))

/**
 * Long short-term memory with forget gate; gates in Keras's order: input, forget, candidate, output.
 * @see Hochreiter and Schmidhuber, 1997; Gers, Schmidhuber and Cummins, 2000
 */
export const lstm: Cell = {
  products: [4],
  forward([z], before, recall, masked) {
    const seen = before === undefined ? [] : [masked(before[0]!)]
    const gates: Tensor2D = seen.length === 0 ? z! : tf.add(recall(seen[0]!, 0), z!)
    const units = gates.shape[1] / 4
    const [pair, candidate, last] = tf.split(gates, [2 * units, units, units], 1) as Tensor2D[]
    const [input, forget] = tf.split(tf.sigmoid(pair!), 2, 1) as [Tensor2D, Tensor2D]
    const fresh: Tensor2D = tf.tanh(candidate!)
    const output: Tensor2D = tf.sigmoid(last!)
    const written: Tensor2D = tf.mul(input, fresh)
    const memory: Tensor2D = before === undefined ? written : tf.add(tf.mul(forget, before[1]!), written)
    const shown: Tensor2D = tf.tanh(memory)
    return {
      state: [tf.mul(output, shown), memory],
      kept: [input, fresh, output, shown, ...(before === undefined ? [] : [forget, before[1]!])],
      seen,
    }
  },
  backward(kept, [byOutput, byMemoryLater], first, recallGradient, masked) {
    const [input, fresh, output, shown, forget, memoryBefore] = kept as Tensor2D[] &
      [Tensor2D, Tensor2D, Tensor2D, Tensor2D]
    const own: Tensor2D = tf.mul(byOutput, tf.mul(output, slopeOfTanh(shown)))
    const byMemory: Tensor2D = byMemoryLater === undefined ? own : tf.add(own, byMemoryLater)
    const byInput = tf.mul(byMemory, tf.mul(fresh, slopeOfSigmoid(input)))
    const byFresh = tf.mul(byMemory, tf.mul(input, slopeOfTanh(fresh)))
    const byGate = tf.mul(byOutput, tf.mul(shown, slopeOfSigmoid(output)))
    if (first) return { z: [tf.concat([byInput, tf.zerosLike(byInput), byFresh, byGate], 1) as Tensor2D], before: [] }
    const byForget = tf.mul(byMemory, tf.mul(memoryBefore!, slopeOfSigmoid(forget!)))
    const z = tf.concat([byInput, byForget, byFresh, byGate], 1) as Tensor2D
    return { z: [z], before: [masked(recallGradient(z, 0)), tf.mul(byMemory, forget!)] }
  },
}
