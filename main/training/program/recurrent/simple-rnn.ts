import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Cell } from './cell.ts'

/** The state is a dense layer of the input and the state before, with tanh (Elman, 1990). */
export const simpleRnn: Cell = {
  products: [1],
  forward([z], before, recall, masked) {
    const seen = before === undefined ? [] : [masked(before[0]!)]
    const after: Tensor2D = tf.tanh(seen.length === 0 ? z! : tf.add(recall(seen[0]!, 0), z!))
    return { state: [after], kept: [after], seen }
  },
  backward([after], [gradient], first, recallGradient, masked) {
    const z: Tensor2D = tf.mul(gradient, tf.sub(1, tf.square(after!)))
    return { z: [z], before: first ? [] : [masked(recallGradient(z, 0))] }
  },
}
