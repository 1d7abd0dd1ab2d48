import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Cell } from './cell.ts'

/** What every step keeps; the first keeps no more. */
type Always = readonly [Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D]

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
    const held: Tensor2D | undefined = before && tf.mul(forget, before[1]!)
    const memory: Tensor2D = held === undefined ? written : tf.add(held, written)
    const shown: Tensor2D = tf.tanh(memory)
    const given: Tensor2D = tf.mul(output, shown)
    const kept = [input, fresh, written, output, shown, given, ...(held === undefined ? [] : [forget, held])]
    return { state: [given, memory], kept, seen }
  },
  // Products that the forward pass has made already stand in for two of their factors: the slope of a sigmoid y is y (1 - y).
  backward(kept, [byGiven, byMemoryLater], _first, recallGradient, masked) {
    const [input, fresh, written, output, shown, given, forget, held] = kept as readonly Tensor2D[] & Always
    const own: Tensor2D = tf.mul(byGiven, tf.sub(output, tf.mul(given, shown)))
    const byMemory: Tensor2D = byMemoryLater === undefined ? own : tf.add(own, byMemoryLater)
    const byInput: Tensor2D = tf.mul(byMemory, tf.mul(written, tf.sub(1, input)))
    const byFresh: Tensor2D = tf.mul(byMemory, tf.sub(input, tf.mul(written, fresh)))
    const byOutput: Tensor2D = tf.mul(byGiven, tf.mul(given, tf.sub(1, output)))
    if (held === undefined || forget === undefined)
      return { z: [tf.concat([byInput, tf.zerosLike(byInput), byFresh, byOutput], 1)], before: [] }
    const byForget: Tensor2D = tf.mul(byMemory, tf.mul(held, tf.sub(1, forget)))
    const z: Tensor2D = tf.concat([byInput, byForget, byFresh, byOutput], 1)
    return { z: [z], before: [masked(recallGradient(z, 0)), tf.mul(byMemory, forget)] }
  },
}
