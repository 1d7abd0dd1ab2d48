import * as tf from '@tensorflow/tfjs-core'
import type { Scalars } from '../optimizers/rule.ts'
import type { Images } from './grid.ts'
import { between, columnNumbers, rowNumbers } from './grid.ts'

/** Each example's partner: the next one of the batch, which is shuffled. */
export function partners(batch: tf.Tensor): tf.Tensor {
  const [first, rest] = tf.split(batch, [1, batch.shape[0]! - 1], 0)
  return tf.concat([rest!, first!], 0)
}

/** Examples blended with their partners. @returns the blend, and the share of each example's own target */
export function mixUp(x: tf.Tensor, s: Scalars): tf.Tensor {
  const other = partners(x)
  return tf.add(other, tf.mul(tf.sub(x, other), s['mixKept']!))
}

/** A box of its partner pasted into each image; its edges lie between pixels, so that its area is a whole number of them. */
export function cutMix(x: Images, s: Scalars): { x: Images; kept: tf.Scalar } {
  const [, height, width] = x.shape
  const edge = (name: string, length: number): tf.Tensor => tf.floor(tf.add(tf.mul(s[name]!, length), 0.5))
  const rows = between(rowNumbers(height), edge('boxTop', height), edge('boxBottom', height))
  const columns = between(columnNumbers(width), edge('boxLeft', width), edge('boxRight', width))
  const box = tf.mul(rows, columns)
  const kept = tf.sub(1, tf.div(tf.sum(box), height * width)) as tf.Scalar
  return { x: tf.add(x, tf.mul(tf.sub(partners(x), x), box)) as Images, kept }
}
