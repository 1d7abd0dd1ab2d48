import * as tf from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../hyperparameters/table.ts'
import type { Scalars } from '../optimizers/rule.ts'
import { uniform } from '../randomness/counter-uniform.ts'
import type { Images } from './grid.ts'
import { columnNumbers, rowNumbers } from './grid.ts'

/** Which movements a job makes; the rest costs nothing. */
export const warps = ({ shift, rotation, zoom, flip }: Hyperparameters): boolean =>
  shift > 0 || rotation > 0 || zoom > 0 || flip !== 'none'

/**
 * Moves, turns, zooms and mirrors each image by amounts of its own, with bilinear interpolation; pixels from beyond an
 * edge are those of the edge. One resampling for all four, so that an image is blurred once.
 */
export function warp(x: Images, h: Hyperparameters, s: Scalars): Images {
  const [batch, height, width, channels] = x.shape
  const draw = (stream: string): tf.Tensor => uniform(s['randomKey']!, stream, [batch, 1, 1, 1])
  const either = (stream: string): tf.Tensor => tf.sub(tf.mul(draw(stream), 2), 1)
  const mirrored = (stream: string): tf.Tensor => tf.sub(tf.mul(tf.cast(tf.less(draw(stream), 0.5), 'float32'), 2), 1)

  let dy: tf.Tensor = tf.sub(rowNumbers(height), (height - 1) / 2)
  let dx: tf.Tensor = tf.sub(columnNumbers(width), (width - 1) / 2)
  if (h.rotation > 0) {
    const angle = tf.mul(either('rotation'), tf.mul(s['rotation']!, Math.PI / 180))
    const [cosine, sine] = [tf.cos(angle), tf.sin(angle)]
    ;[dy, dx] = [tf.add(tf.mul(cosine, dy), tf.mul(sine, dx)), tf.sub(tf.mul(cosine, dx), tf.mul(sine, dy))]
  }
  if (h.zoom > 0) {
    const factor = tf.add(tf.mul(either('zoom'), s['zoom']!), 1)
    ;[dy, dx] = [tf.div(dy, factor), tf.div(dx, factor)]
  }
  if (h.flip === 'vertical' || h.flip === 'both') dy = tf.mul(dy, mirrored('flipVertical'))
  if (h.flip === 'horizontal' || h.flip === 'both') dx = tf.mul(dx, mirrored('flipHorizontal'))
  if (h.shift > 0) {
    dy = tf.add(dy, tf.mul(either('shiftVertical'), tf.mul(s['shift']!, height)))
    dx = tf.add(dx, tf.mul(either('shiftHorizontal'), tf.mul(s['shift']!, width)))
  }
  const full = [batch, height, width, 1] as const
  const y = tf.broadcastTo(tf.clipByValue(tf.add(dy, (height - 1) / 2), 0, height - 1), [...full])
  const z = tf.broadcastTo(tf.clipByValue(tf.add(dx, (width - 1) / 2), 0, width - 1), [...full])

  const [top, left] = [tf.floor(y), tf.floor(z)]
  const [bottom, right] = [tf.minimum(tf.add(top, 1), height - 1), tf.minimum(tf.add(left, 1), width - 1)]
  const pixels = tf.reshape(x, [batch * height * width, channels])
  const offsets = Int32Array.from({ length: batch }, (_, index) => index * height * width)
  const first = tf.tensor4d(offsets, [batch, 1, 1, 1], 'int32')
  const at = (row: tf.Tensor, column: tf.Tensor): tf.Tensor => {
    const within = tf.cast(tf.add(tf.mul(row, width), column), 'int32')
    return tf.reshape(tf.gather(pixels, tf.reshape(tf.add(within, first), [-1])), x.shape)
  }
  const mixed = (a: tf.Tensor, b: tf.Tensor, share: tf.Tensor): tf.Tensor => tf.add(a, tf.mul(tf.sub(b, a), share))
  const across = tf.sub(z, left)
  const upper = mixed(at(top, left), at(top, right), across)
  const lower = mixed(at(bottom, left), at(bottom, right), across)
  return mixed(upper, lower, tf.sub(y, top)) as Images
}
