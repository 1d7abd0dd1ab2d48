import * as tf from '@tensorflow/tfjs-core'
import { uniform } from './counter-uniform.ts'

/**
 * Standard normal numbers of a step, a function of the step's key, the stream and the position: Box and Muller's transform of
 * two streams of uniform numbers, at most 5.6 deviations from 0.
 * @param key the step's scalar `randomKey`
 */
export function normal(key: tf.Scalar, stream: string, shape: readonly number[]): tf.Tensor {
  const radius = tf.sqrt(tf.mul(tf.log(uniform(key, `${stream}:radius`, shape)), -2))
  return tf.mul(radius, tf.cos(tf.mul(uniform(key, `${stream}:angle`, shape), 2 * Math.PI)))
}

/** The input with normal noise added to it. @param deviation scalar */
export const withNoise = (x: tf.Tensor, deviation: tf.Scalar, key: tf.Scalar, stream: string): tf.Tensor =>
  tf.add(x, tf.mul(normal(key, stream, x.shape), deviation))
