import * as tf from '@tensorflow/tfjs-core'
import { initializers, layers } from '@tensorflow/tfjs-layers'
import { lookUp } from './row-sums.ts'
import { tokenShares } from './token-shares.ts'

type Shape = (number | null)[]
type Inputs = tf.Tensor | tf.Tensor[]

const only = (inputs: Inputs): tf.Tensor => (Array.isArray(inputs) ? inputs[0]! : inputs)

interface TableConfig {
  readonly name: string
  readonly vocabulary: number
  readonly units: number
}

/** A layer that holds a row of numbers for each token. */
abstract class TokenTable extends layers.Layer {
  readonly vocabulary: number
  readonly units: number
  #table: ReturnType<layers.Layer['addWeight']> | undefined

  constructor({ name, vocabulary, units }: TableConfig) {
    super({ name })
    this.vocabulary = vocabulary
    this.units = units
  }

  override build(): void {
    this.#table = this.addWeight('embeddings', [this.vocabulary, this.units], 'float32', initializers.zeros())
    this.built = true
  }

  protected get table(): tf.Tensor2D {
    return this.#table!.read() as tf.Tensor2D
  }
}

/** Token numbers [batch, length] to their rows [batch, length, units]; padding (0) is a row of zeros and stays one. */
export class TokenEmbedding extends TokenTable {
  static readonly className = 'TokenEmbedding'

  override call(inputs: Inputs): tf.Tensor {
    const tokens = only(inputs)
    const rows = tf.cast(tf.reshape(tokens, [tokens.size]), 'int32') as tf.Tensor1D
    return tf.reshape(lookUp(this.table, rows), [...tokens.shape, this.units])
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    return [...(shape as Shape), this.units]
  }
}

/**
 * Token numbers [batch, length] to the mean row of those that are not padding, [batch, units]. Computed as a product of the
 * tokens' shares with the table, both ways: cheaper than looking rows up and adding gradients up row by row, and the update
 * of a table costs more than either.
 */
export class EmbeddingBag extends TokenTable {
  static readonly className = 'EmbeddingBag'

  override call(inputs: Inputs): tf.Tensor {
    return tf.matMul(tokenShares(only(inputs), this.vocabulary), this.table)
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    return [(shape as Shape)[0]!, this.units]
  }
}

/** The mean over the time steps whose token is not padding: inputs [batch, length, units] and tokens [batch, length]. */
export class MaskedAverage extends layers.Layer {
  static readonly className = 'MaskedAverage'

  override call(inputs: Inputs): tf.Tensor {
    const [steps, tokens] = inputs as [tf.Tensor, tf.Tensor]
    const present = tf.minimum(tokens, 1)
    const shares = tf.div(present, tf.maximum(tf.sum(present, 1, true), 1))
    return tf.sum(tf.mul(steps, tf.expandDims(shares, 2)), 1)
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    const [[batch, , units]] = shape as [Shape]
    return [batch!, units!]
  }
}

/**
 * The largest of all time steps, [batch, length, units] to [batch, units]. Equal steps share the gradient: a token that
 * occurs twice in a text gives ties, and tfjs would give each the whole of it.
 */
export class MaximumOverTime extends layers.Layer {
  static readonly className = 'MaximumOverTime'

  override call(inputs: Inputs): tf.Tensor {
    const largest = tf.customGrad((x, save) => {
      const value = tf.max(x as tf.Tensor, 1, true)
      ;(save as tf.GradSaveFunc)([x as tf.Tensor, value])
      return {
        value: tf.squeeze(value, [1]),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
          const hits = tf.cast(tf.equal(saved[0]!, saved[1]!), 'float32')
          return tf.mul(hits, tf.div(tf.expandDims(dy, 1), tf.sum(hits, 1, true)))
        },
      }
    })
    return largest(only(inputs))
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    const [batch, , units] = shape as Shape
    return [batch!, units!]
  }
}
