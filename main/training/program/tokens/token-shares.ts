import * as tf from '@tensorflow/tfjs-core'

/** Name of the tfjs kernel: input `tokens` (float32 [batch, length]), attribute `vocabulary`. */
export const TokenShares = 'TokenShares'

/**
 * The reference: of each row of token numbers, the share that each token has among those that are not padding (0), as
 * [batch, vocabulary]. The column of the padding stays 0; so does a row of nothing but padding.
 */
export function countShares(tokens: ArrayLike<number>, batch: number, length: number, vocabulary: number) {
  const shares = new Float32Array(batch * vocabulary)
  for (let row = 0; row < batch; row++) {
    let count = 0
    for (let at = 0; at < length; at++) if (tokens[row * length + at]! > 0) count++
    const share = Math.fround(1 / Math.max(1, count))
    for (let at = 0; at < length; at++) {
      const token = Math.trunc(tokens[row * length + at]!)
      if (token > 0) shares[row * vocabulary + token]! += share
    }
  }
  return shares
}

/** Shares of tokens in each row, see `countShares`. They have no gradient. */
export const tokenShares = (tokens: tf.Tensor, vocabulary: number): tf.Tensor2D =>
  tf.engine().runKernel(TokenShares, { tokens }, { vocabulary }) as tf.Tensor2D

/** Teaches a tfjs backend the kernel, once; it computes in JavaScript, so it fits every backend that can be written to. */
export function registerTokenShares(backendName: string): void {
  if (tf.getKernel(TokenShares, backendName) !== undefined) return
  tf.registerKernel({
    kernelName: TokenShares,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { vocabulary } = attrs as unknown as { vocabulary: number }
      const tokens = inputs['tokens']!
      const [batch, length] = tokens.shape as [number, number]
      const host = backend as tf.KernelBackend
      const values = countShares(host.readSync(tokens.dataId) as Float32Array, batch, length, vocabulary)
      const shape = [batch, vocabulary]
      return { dataId: host.write(values, shape, 'float32'), shape, dtype: 'float32' }
    },
  })
}
