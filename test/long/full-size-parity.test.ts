import { describe, expect, it } from 'vitest'
import { CompiledEngine } from '../../main/training/engines/compiled/engine.ts'
import { examplesFor, rowsFor, tinyJob, type JobOverrides } from '../training/compiled/jobs.ts'
import { relativeError, trainWithTfjs } from '../training/compiled/reference.ts'

const steps = 20
const count = 640
const engine = CompiledEngine.create(() => performance.now())

/** The networks whose speed is measured, at the sizes at which it is measured. */
const networks: readonly { readonly name: string; readonly job: JobOverrides }[] = [
  {
    name: 'MLP 784-128-64-10, Adam',
    job: {
      inputShape: [784],
      outputs: 10,
      layers: 2,
      neuronsPerLayer: [128, 64],
      activation: 'relu',
      optimizer: 'adam',
      learningRate: 0.001,
      batchSize: 64,
    },
  },
  {
    name: 'CNN 28x28, convolution 16, pool, convolution 32, pool, dense, Adam',
    job: {
      template: 'cnn',
      inputShape: [28, 28, 1],
      outputs: 10,
      convBlocks: 2,
      filters: 16,
      activation: 'relu',
      optimizer: 'adam',
      learningRate: 0.001,
      batchSize: 64,
    },
  },
]

describe('compiled training at full size', () => {
  it.each(networks)('$name: losses of 20 steps equal those of tfjs within 1e-4', async ({ job: overrides }) => {
    const job = tinyJob(overrides)
    const data = examplesFor(job, count)
    const rows = rowsFor(job, steps, count)
    const rates = new Float32Array(steps).fill(job.hyperparameters.learningRate)
    const expected = trainWithTfjs(job, data, rows, rates)
    const session = await engine.open(job, data)
    const losses = await session.train({ rows, learningRates: rates, firstStep: 0 })
    await session.dispose()
    expect(relativeError(losses, expected.losses)).toBeLessThan(1e-4)
  })
})
