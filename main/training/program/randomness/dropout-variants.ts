import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import { CounterDropout } from './dropout-layer.ts'
import type { StepArguments } from './dropout-layer.ts'
import { withNoise } from './noise.ts'

/** Drops whole channels, the same at all places of an example, at the rate `spatialDropout` (Tompson et al., 2015). */
export class SpatialDropout extends CounterDropout {
  static override readonly className = 'SpatialDropout'

  protected override dropped(x: tf.Tensor, scalars: StepArguments['scalars']): tf.Tensor {
    const shape = x.shape.map((size, axis) => (axis === 0 || axis === x.rank - 1 ? size : 1))
    return tf.mul(x, this.mask(shape, scalars['spatialDropout']!, scalars['randomKey']!))
  }
}

/** What SELU tends to far below zero: -scale * alpha. */
const saturation = -1.7580993408473766

/**
 * Alpha dropout (Klambauer et al., Self-normalizing neural networks, 2017): what is dropped takes SELU's saturation value s,
 * and an affine map brings mean 0 and variance 1 back: with q kept, a = (q + s² q (1 - q))^-1/2 and b = -a s (1 - q).
 */
export class AlphaDropout extends CounterDropout {
  static override readonly className = 'CounterAlphaDropout'

  protected override dropped(x: tf.Tensor, scalars: StepArguments['scalars']): tf.Tensor {
    const rate = scalars['dropout']!
    const q = tf.sub(1, rate)
    const kept = tf.mul(this.mask(x.shape, rate, scalars['randomKey']!), q)
    const a = tf.div(1, tf.sqrt(tf.add(q, tf.mul(tf.mul(q, rate), saturation ** 2))))
    const b = tf.mul(tf.mul(a, rate), -saturation)
    const replaced = tf.add(tf.mul(x, kept), tf.mul(tf.sub(1, kept), saturation))
    return tf.add(tf.mul(replaced, a), b)
  }
}

/** Adds normal noise of deviation `hiddenNoise` while training. */
export class HiddenNoise extends layers.Layer {
  static readonly className = 'HiddenNoise'

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs
    const { training, scalars } = kwargs as Partial<StepArguments>
    if (training !== true || scalars === undefined) return x
    return withNoise(x, scalars['hiddenNoise']!, scalars['randomKey']!, this.name)
  }

  override computeOutputShape<S>(shape: S): S {
    return shape
  }
}
