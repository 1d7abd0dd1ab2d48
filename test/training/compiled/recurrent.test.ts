import { describe, expect, it } from 'vitest'
import { CompiledEngine } from '../../../main/training/engines/compiled/engine.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { examplesFor, rowsFor } from './jobs.ts'
import { nameOf, recurrentCases, withRecurrentJob } from './recurrent-jobs.ts'
import type { RecurrentCase } from './recurrent-jobs.ts'
import { relativeError, trainWithTfjs } from './reference.ts'

const steps = 20
const count = 24
const engine = CompiledEngine.create(() => performance.now())

async function expectSame(job: TrainingJob): Promise<void> {
  const data = examplesFor(job, count)
  const rows = rowsFor(job, steps, count)
  const rates = new Float32Array(steps).fill(0.01)
  const expected = trainWithTfjs(job, data, rows, rates)
  const session = await engine.open(job, data)
  const losses = await session.train({ rows, learningRates: rates, firstStep: 0 })
  const { tensors } = await session.capture()
  const predictions = await session.predict('train', 0, count)
  await session.dispose()
  expect(expected.losses.at(-1)).toBeLessThan(expected.losses[0]!)
  expect(relativeError(losses, expected.losses)).toBeLessThan(1e-4)
  for (const [name, weights] of expected.weights)
    expect(relativeError(tensors.find((tensor) => tensor.name === name)!.values, weights), name).toBeLessThan(1e-4)
  expect(relativeError(predictions, expected.predictions)).toBeLessThan(1e-4)
}

const expectParity = (form: RecurrentCase, layers: number): Promise<void> =>
  withRecurrentJob(form, { optimizer: 'adam' }, expectSame, layers)

describe('recurrent layers train compiled as on tfjs, within 1e-4 after 20 steps', () => {
  it.each(recurrentCases.map((form) => [nameOf(form), form] as const))('%s', async (_, form) => {
    await expectParity(form, 1)
  })

  it.each(
    recurrentCases.filter(({ dropout, masked }) => dropout === masked).map((form) => [nameOf(form), form] as const),
  )('two layers of %s', async (_, form) => {
    await expectParity(form, 2)
  })
})

describe('recurrent layers over fifty steps, thousands of operators in one graph', () => {
  it.each(['lstm', 'gru'] as const)('%s trains compiled as on tfjs', async (cell) => {
    const form = { cell, bidirectional: false, sequences: false, dropout: false, masked: false }
    await withRecurrentJob(form, { optimizer: 'adam', inputShape: [50, 3] }, expectSame)
  })
})
