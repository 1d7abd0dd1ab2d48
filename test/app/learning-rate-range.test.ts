import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findLearningRate } from '../../main/app/learning-rate-range.ts'
import { findBundled } from '../../main/data/catalogue.ts'

const datasets = join(import.meta.dirname, '../../resources/datasets')
const range = {
  from: 1e-5,
  to: 10,
  steps: 80,
  seed: 1,
  clock: () => performance.now(),
  breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
}

test('a range test of a bundled dataset suggests a rate, the same each time, for the optimizer that was asked for', async () => {
  const entry = await findBundled(datasets, 'iris')
  const configuration = { optimizer: 'sgd' }
  const result = await findLearningRate(entry, { ...range, configuration })
  expect(result).toMatchObject({ template: 'mlp', optimizer: 'sgd', engine: 'compiled' })
  expect(result.suggested!).toBeGreaterThan(1e-3)
  expect(result.suggested!).toBeLessThan(result.lowest!)
  expect(await findLearningRate(entry, { ...range, configuration })).toEqual(result)
})

test('a template that does not suit the dataset is refused, naming those that do', async () => {
  const entry = await findBundled(datasets, 'iris')
  await expect(findLearningRate(entry, { ...range, template: 'cnn', configuration: {} })).rejects.toThrow(
    /Iris .* Choose mlp/,
  )
})
