import { describe, expect, test } from 'vitest'
import { jobFor, smallData } from './small-jobs.ts'
import { engines } from './training.ts'

const data = smallData()
const job = jobFor(data, { batchNorm: true, optimizer: 'sgd' })
const rows = Int32Array.from({ length: 16 }, (_, row) => row)

/** Mean and biased variance, over the batch, of what the first dense layer makes of it; in double precision. */
function batchStatistics(kernel: Float32Array): { mean: number[]; variance: number[] } {
  const [inputs, units] = [6, 8]
  const products = Array.from(rows, (row) =>
    Array.from({ length: units }, (_, unit) => {
      let sum = 0
      for (let i = 0; i < inputs; i++) sum += data.train.inputs[row * inputs + i]! * kernel[i * units + unit]!
      return sum
    }),
  )
  const over = (of: (values: number[]) => number): number[] =>
    Array.from({ length: units }, (_, unit) => of(products.map((values) => values[unit]!)))
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean: over(mean), variance: over((values) => mean(values.map((value) => (value - mean(values)) ** 2))) }
}

describe.each(['tfjs-cpu', 'tfjs-wasm', 'compiled'] as const)('batch normalisation on %s', (engine) => {
  test('moves its running statistics a tenth of the way to those of the batch, at each step', async () => {
    const { session } = await engines.open([engine], job, data)
    const read = async (name: string) =>
      (await session.capture()).tensors.find((tensor) => tensor.name === `dense1${name}`)!.values
    const { mean, variance } = batchStatistics(await read('/kernel'))
    for (let step = 0; step < 3; step++) {
      await session.train({ rows, learningRates: new Float32Array(1), firstStep: step })
      const share = 1 - 0.9 ** (step + 1)
      const [movingMean, movingVariance] = [await read('_norm/movingMean'), await read('_norm/movingVariance')]
      mean.forEach((value, unit) => expect(movingMean[unit]).toBeCloseTo(share * value, 5))
      variance.forEach((value, unit) => expect(movingVariance[unit]).toBeCloseTo(1 - share + share * value, 5))
    }
    await session.dispose()
  })

  test('predicts by its running statistics, each row by itself', async () => {
    const { session } = await engines.open([engine], job, data)
    await session.train({ rows, learningRates: new Float32Array(1).fill(0.1), firstStep: 0 })
    const together = await session.predict('validation', 0, 8)
    const alone = await session.predict('validation', 5, 1)
    for (let k = 0; k < 3; k++) expect(alone[k]).toBeCloseTo(together[15 + k]!, 6)
    await session.dispose()
  })
})
