import * as tf from '@tensorflow/tfjs-core'
import type { Scalars } from '../optimizers/rule.ts'
import { uniform } from '../randomness/counter-uniform.ts'
import type { Images } from './grid.ts'
import { between, columnNumbers, rowNumbers } from './grid.ts'

/** Blanks a square around a random point of each image, which may reach over the edge (DeVries and Taylor, 2017). */
export function cutOut(x: Images, s: Scalars): Images {
  const [batch, height, width] = x.shape
  const half = tf.mul(s['cutout']!, Math.min(height, width) / 2)
  const inside = (numbers: tf.Tensor, length: number, stream: string): tf.Tensor => {
    const centre = tf.sub(tf.mul(uniform(s['randomKey']!, stream, [batch, 1, 1, 1]), length), 0.5)
    return between(numbers, tf.sub(centre, half), tf.add(centre, half))
  }
  const square = tf.mul(
    inside(rowNumbers(height), height, 'cutoutVertical'),
    inside(columnNumbers(width), width, 'cutoutHorizontal'),
  )
  return tf.mul(x, tf.sub(1, square)) as Images
}

/**
 * Blanks a run of rows (time) or columns (frequency) of each spectrogram: its length uniform up to the share, its place
 * uniform among those where it fits (Park et al., 2019, section 2; without time warping).
 */
export function maskRun(x: Images, axis: 'timeMask' | 'frequencyMask', s: Scalars): Images {
  const [batch, height, width] = x.shape
  const [numbers, length] = axis === 'timeMask' ? [rowNumbers(height), height] : [columnNumbers(width), width]
  const draw = (stream: string): tf.Tensor => uniform(s['randomKey']!, stream, [batch, 1, 1, 1])
  const run = tf.mul(draw(`${axis}Length`), tf.mul(s[axis]!, length))
  const start = tf.sub(tf.mul(draw(`${axis}Start`), tf.sub(length, run)), 0.5)
  return tf.mul(x, tf.sub(1, between(numbers, start, tf.add(start, run)))) as Images
}
