import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import { CounterMask } from './counter-mask.ts'

/** What a training step hands to layers beside their input. */
export interface StepArguments {
  readonly training: boolean
  readonly scalars: Readonly<Record<string, tf.Scalar>>
}

/**
 * Inverted dropout whose mask is a function of (seed, step, layer, position) instead of hidden generator state. Takes its
 * rate and key from the step's scalars `dropout` and `randomKey`, so that both can be inputs of a compiled graph.
 * Outside training it passes its input through. Gradients pass through the multiplication.
 */
export class CounterDropout extends layers.Layer {
  static readonly className: string = 'CounterDropout'
  readonly #layer: number

  /** @param layer number of the layer among the network's dropout layers, from 0 */
  constructor(config: { name: string; layer: number }) {
    super({ name: config.name })
    this.#layer = config.layer
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs
    const { training, scalars } = kwargs as Partial<StepArguments>
    if (training !== true || scalars === undefined) return x
    return this.dropped(x, scalars)
  }

  protected dropped(x: tf.Tensor, scalars: StepArguments['scalars']): tf.Tensor {
    return tf.mul(x, this.mask(x.shape, scalars['dropout']!, scalars['randomKey']!))
  }

  /** 0 for what is dropped, 1 / (1 - rate) for what is kept. */
  protected mask(shape: number[], rate: tf.Scalar, key: tf.Scalar): tf.Tensor {
    return tf.engine().runKernel(CounterMask, { key, rate }, { shape, layer: this.#layer }) as tf.Tensor
  }

  override computeOutputShape<S>(shape: S): S {
    return shape
  }
}
