import { describe, expect, test } from 'vitest'
import { CompiledEngine } from '../../main/training/engines/compiled/engine.ts'
import type { TrainingJob } from '../../main/training/job.ts'
import { loadSavedModel, savedModelOf } from '../../main/training/saved-model.ts'
import { examplesFor, rowsFor, tinyJob } from './compiled/jobs.ts'
import { nameOf, recurrentCases, withRecurrentJob } from './compiled/recurrent-jobs.ts'

const count = 24
const engine = CompiledEngine.create(() => performance.now())

/** Trains compiled, saves, reloads as standard tfjs layers: the predictions are the same, and those of a trained network. */
async function expectSameFromStandardLayers(job: TrainingJob): Promise<void> {
  const data = examplesFor(job, count)
  const session = await engine.open(job, data)
  const untrained = await session.predict('validation', 0, count)
  await session.train({ rows: rowsFor(job, 10, count), learningRates: new Float32Array(10).fill(0.05), firstStep: 0 })
  const predicted = await session.predict('validation', 0, count)
  const state = await session.capture()
  await session.dispose()
  expect(predicted.some((value, index) => Math.abs(value - untrained[index]!) > 0.01)).toBe(true)
  const saved = await savedModelOf(job, state, '')
  expect(saved.json).not.toContain('Sweetspot')
  const model = await loadSavedModel(saved)
  const again = await model.predict(data.validation.inputs, count)
  model.dispose()
  expect(again.length).toBe(predicted.length)
  again.forEach((value, index) => expect(value).toBeCloseTo(predicted[index]!, 5))
}

describe('a saved recurrent network is one of standard layers, which predict the same', () => {
  const forms = recurrentCases.filter(({ dropout, sequences, masked }) => dropout && !(sequences && masked))
  test.each(forms.map((form) => [nameOf(form), form] as const))('%s, two layers', async (_, form) => {
    await withRecurrentJob(form, { optimizer: 'adam' }, expectSameFromStandardLayers, 2)
  })

  test.each([
    ['text read by an LSTM', { template: 'text', encoder: 'lstm', inputShape: [6], vocabulary: 9 }],
    [
      'text read by a GRU in both directions',
      { template: 'text', encoder: 'gru', bidirectional: true, inputShape: [6], vocabulary: 9 },
    ],
    [
      'what comes next',
      { template: 'nextToken', encoder: 'gru', inputShape: [6], vocabulary: 9, targetsPerExample: 6, outputs: 9 },
    ],
    [
      'a series',
      { template: 'sequence', encoder: 'lstm', recurrentLayers: 2, inputShape: [5, 2], task: 'regression', outputs: 1 },
    ],
  ] as const)('%s, by its template', async (_, overrides) => {
    await expectSameFromStandardLayers(
      tinyJob({ ...overrides, optimizer: 'adam', recurrentUnits: 4, embeddingUnits: 3 }),
    )
  })
})
