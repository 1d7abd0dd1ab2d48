import { batchSize, recurrentSizes } from './jobs.ts'
import type { Products } from './recurrent-products.ts'

/** Words of the text figure. */
export const textVocabulary = 2000

/**
 * The matrix products of a step of averaged embeddings of 64, dense 64, dense 10: the shares of words with their table, and
 * back (cheaper than gathering and adding up 3,200 rows), and both dense layers forward and both ways back.
 */
export const textProducts: Products = (builder, operand) => {
  const { features, units } = recurrentSizes
  const gemm = (
    ...[a, b, transA = 0, transB = 0]: [ReturnType<typeof operand>, ReturnType<typeof operand>, number?, number?]
  ) => builder.op('Gemm', [a, b], { transA, transB })
  const shares = operand('shares', [batchSize, textVocabulary])
  const table = operand('table', [textVocabulary, features])
  const [mean, hidden] = [operand('mean', [batchSize, features]), operand('hidden', [batchSize, units])]
  const [w1, w2] = [operand('w1', [features, units]), operand('w2', [units, 10])]
  const [d0, d1, d2] = [
    operand('d0', [batchSize, features]),
    operand('d1', [batchSize, units]),
    operand('d2', [batchSize, 10]),
  ]
  const forward = [gemm(shares, table), gemm(mean, w1), gemm(hidden, w2)]
  const toInputs = [gemm(d2, w2, 0, 1), gemm(d1, w1, 0, 1)]
  return [...forward, ...toInputs, gemm(hidden, d2, 1), gemm(mean, d1, 1), gemm(shares, d0, 1)]
}
