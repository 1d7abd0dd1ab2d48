import * as tf from '@tensorflow/tfjs-core'

/** A batch of images: [batch, height, width, channels]. */
export type Images = tf.Tensor4D

const whole = (count: number): Float32Array => Float32Array.from({ length: count }, (_, index) => index)

/** Row numbers of pixels, [1, height, 1, 1], from 0. */
export const rowNumbers = (height: number): Images => tf.tensor4d(whole(height), [1, height, 1, 1])

/** Column numbers of pixels, [1, 1, width, 1], from 0. */
export const columnNumbers = (width: number): Images => tf.tensor4d(whole(width), [1, 1, width, 1])

/** 1 where low <= position < high, else 0; shapes broadcast. */
export const between = (position: tf.Tensor, low: tf.Tensor, high: tf.Tensor): tf.Tensor =>
  tf.mul(tf.cast(tf.greaterEqual(position, low), 'float32'), tf.cast(tf.less(position, high), 'float32'))
