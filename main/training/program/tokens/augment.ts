import * as tf from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../hyperparameters/table.ts'
import type { TrainingJob } from '../../job.ts'
import type { Scalars } from '../optimizers/rule.ts'
import { uniform } from '../randomness/counter-uniform.ts'

/** What is done to token numbers while training. What is not done leaves no trace in the graph. */
export interface TokenNoise {
  readonly dropout: boolean
  readonly swap: boolean
}

/** Noise is for texts: a character that is to be predicted from those before it must not be another one. */
export const tokenNoiseOf = ({ template, hyperparameters: h }: Pick<TrainingJob, 'template' | 'hyperparameters'>) => ({
  dropout: template === 'text' && h.tokenDropout > 0,
  swap: template === 'text' && h.tokenSwap > 0 && readsOrder(h),
})

/** Pooling straight after the embedding cannot tell the order of tokens. */
const readsOrder = ({ encoder }: Hyperparameters): boolean => encoder !== 'average' && encoder !== 'max'

/** The number that stands for a token that is not in the vocabulary. */
const unknown = 1

/** Each token with probability `rate` as the unknown one (word dropout, Iyyer et al. 2015); padding stays. */
function dropTokens(tokens: tf.Tensor, s: Scalars): tf.Tensor {
  const dropped = tf.less(uniform(s['randomKey']!, 'token dropout', tokens.shape), s['tokenDropout']!)
  return tf.where(dropped, tf.minimum(tokens, unknown), tokens)
}

/** Neighbours at (offset, offset + 1), (offset + 2, offset + 3), ... change places with probability `rate`, unless one is padding. */
function swapPairs(tokens: tf.Tensor, s: Scalars, offset: number): tf.Tensor {
  const [batch, length] = tokens.shape as [number, number]
  const pairs = Math.floor((length - offset) / 2)
  if (pairs === 0) return tokens
  const whole = tf.reshape(tf.slice(tokens, [0, offset], [batch, 2 * pairs]), [batch, pairs, 2])
  const side = (at: 0 | 1): tf.Tensor => tf.slice(whole, [0, 0, at], [batch, pairs, 1])
  const [first, second] = [side(0), side(1)]
  const chosen = tf.less(uniform(s['randomKey']!, `token swap ${offset}`, first.shape), s['tokenSwap']!)
  const swapped = tf.logicalAnd(chosen, tf.greater(tf.mul(first, second), 0))
  const changed = tf.reshape(tf.concat([tf.where(swapped, second, first), tf.where(swapped, first, second)], 2), [
    batch,
    2 * pairs,
  ])
  const rest = length - offset - 2 * pairs
  return tf.concat(
    [
      ...(offset > 0 ? [tf.slice(tokens, [0, 0], [batch, offset])] : []),
      changed,
      ...(rest > 0 ? [tf.slice(tokens, [0, length - rest], [batch, rest])] : []),
    ],
    1,
  )
}

/**
 * Noise on a batch of token numbers [batch, length], drawn from counters: the same on every engine, another at each step.
 * @param s with `randomKey`, and `tokenDropout` and `tokenSwap` where they are used
 */
export function augmentTokens(tokens: tf.Tensor, noise: TokenNoise, s: Scalars): tf.Tensor {
  const dropped = noise.dropout ? dropTokens(tokens, s) : tokens
  return noise.swap ? swapPairs(swapPairs(dropped, s, 0), s, 1) : dropped
}
