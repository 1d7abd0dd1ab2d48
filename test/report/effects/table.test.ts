import { describe, expect, it } from 'vitest'
import { chooseCandidates } from '../../../main/report/effects/choose.ts'
import { quantityOf } from '../../../main/report/effects/quantity.ts'
import { curveOf } from '../../../main/report/effects/curve.ts'
import { effectTable } from '../../../main/report/effects/table.ts'
import { trainingsOf, type Training } from '../../../main/report/effects/trainings.ts'
import type { EffectDefinition } from '../../../main/study/effects/definition.ts'
import type { JournalLine } from '../../../main/study/journal-line.ts'

const trial = (number: number, learningRate: number): JournalLine => ({
  type: 'trial',
  trial: number,
  configuration: { learningRate },
  origin: 'user',
  because: '',
  at: 0,
  time: 0,
})

const epoch = (number: number, at: number, accuracy: number, seconds = 1): JournalLine => ({
  type: 'epoch',
  trial: number,
  run: 'search/0',
  epoch: at,
  value: accuracy,
  train: { loss: 1 / at },
  validation: { accuracy },
  learningRate: 0.1,
  seconds,
  at: 0,
})

const result = (number: number, accuracy: number): JournalLine => ({
  type: 'result',
  trial: number,
  run: 'search/0',
  value: accuracy,
  validation: { accuracy },
  train: { accuracy: 1 },
  epochs: 3,
  keptEpoch: 3,
  stoppedEarly: false,
  parameters: 42,
  engine: 'compiled',
  device: 'cpu',
  seconds: 3,
  at: 0,
})

const failed = (number: number, again: boolean, reason: 'nan-loss' | 'hang' = 'nan-loss'): JournalLine => ({
  type: 'failed',
  trial: number,
  run: 'search/0',
  reason,
  message: 'It diverged.',
  log: [],
  again,
  at: 0,
  time: 0,
})

describe('the trainings of a journal', () => {
  const [training] = trainingsOf([
    trial(0, 0.1),
    epoch(0, 1, 0.5, 2),
    epoch(0, 2, 0.9, 3),
    // Interrupted: it goes on from epoch 1, and epoch 2 comes again.
    epoch(0, 2, 0.9, 7),
    epoch(0, 3, 0.88, 4),
    result(0, 0.88),
  ])

  it('have every epoch once, also after an interruption', () => {
    expect(training!.epochs.map((line) => line.epoch)).toEqual([1, 2, 3])
    expect(quantityOf({ kind: 'seconds' }, training!)).toBe(9)
  })

  it('give the quantities that columns ask for', () => {
    const better = 'maximise' as const
    expect(quantityOf({ kind: 'final', part: 'validation', metric: 'accuracy' }, training!)).toBe(0.88)
    expect(quantityOf({ kind: 'atEpoch', part: 'train', metric: 'loss', epoch: 2 }, training!)).toBe(0.5)
    expect(quantityOf({ kind: 'secondsTo', metric: 'accuracy', better, level: 0.9 }, training!)).toBe(5)
    expect(quantityOf({ kind: 'secondsTo', metric: 'accuracy', better, level: 0.95 }, training!)).toBeUndefined()
    expect(quantityOf({ kind: 'bestEpoch', metric: 'accuracy', better }, training!)).toBe(2)
    expect(quantityOf({ kind: 'bestEpoch', metric: 'accuracy', better: 'minimise' }, training!)).toBe(1)
    expect(quantityOf({ kind: 'bestOverEpochs', metric: 'accuracy', better }, training!)).toBe(0.9)
    expect(quantityOf({ kind: 'epochsToConverge', metric: 'accuracy', better, tolerance: 0.4 }, training!)).toBe(1)
    expect(quantityOf({ kind: 'epochsToConverge', metric: 'accuracy', better, tolerance: 0.1 }, training!)).toBe(2)
    expect(quantityOf({ kind: 'parameters' }, training!)).toBe(42)
  })

  it('forget a failure that another attempt has cured', () => {
    const [cured, lost] = trainingsOf([
      trial(0, 0.1),
      trial(1, 0.1),
      failed(0, true),
      failed(1, false),
      epoch(0, 1, 0.7),
      result(0, 0.7),
    ])
    expect(cured).toMatchObject({ diverged: false, result: { value: 0.7 } })
    expect(lost).toMatchObject({ diverged: true, failure: 'It diverged.' })
  })
})

const definition: EffectDefinition = {
  id: 'test',
  title: 'Test',
  varied: 'Rate',
  question: '?',
  datasetId: 'iris',
  template: 'mlp',
  protocol: {},
  fixed: {},
  settings: [
    { label: 'low', values: { learningRate: 0.1 }, article: { accuracy: 0.9 } },
    { label: 'high', values: { learningRate: 1 }, article: { accuracy: 0.5 } },
  ],
  ordered: true,
  objective: { metric: 'accuracy', direction: 'maximise' },
  columns: [
    {
      id: 'accuracy',
      title: 'Accuracy',
      quantity: { kind: 'final', part: 'validation', metric: 'accuracy' },
      direction: 'maximise',
      unit: 'fraction',
    },
  ],
  seeds: 3,
  tuningSeeds: 1,
  fair: { candidates: [{ batchSize: 8 }], why: '' },
  quick: {},
  notes: [],
}

describe('the table of an effect', () => {
  it('puts trials under their settings, whose turns they take, and counts those that diverged', () => {
    const measured = trainingsOf([
      ...[0, 1, 2, 3, 4, 5].map((number) => trial(number, number % 2 ? 1 : 0.1)),
      ...[result(0, 0.8), result(1, 0.4), result(2, 0.9), failed(3, false), result(4, 1), result(5, 0.6)],
    ])
    const table = effectTable({
      definition,
      version: { kind: 'naive', quick: false },
      measured,
      seconds: 1,
      uniform: () => 0.3,
    })
    const [low, high] = table.rows
    expect(low!.cells[0]).toMatchObject({ values: [0.8, 0.9, 1], missing: 0, article: 0.9 })
    expect(low!.cells[0]!.interval!.mean).toBeCloseTo(0.9, 12)
    expect(high).toMatchObject({ trainings: 3, diverged: 1, failed: 0 })
    expect(high!.cells[0]).toMatchObject({ values: [0.4, 0.6], missing: 1 })
    expect(table.agreement[0]!.best).toMatchObject({ article: 'low', ours: 'low' })
    expect(table.engines).toEqual(['compiled on cpu'])
  })
})

it('does not hold a crash or a hang against the setting that it hit', () => {
  const measured = trainingsOf([
    ...[0, 1, 2, 3].map((number) => trial(number, number % 2 ? 1 : 0.1)),
    ...[failed(0, false, 'hang'), result(1, 0.4), result(2, 0.9), result(3, 0.4)],
  ])
  const table = effectTable({
    definition,
    version: { kind: 'naive', quick: false },
    measured,
    seconds: 1,
    uniform: () => 0.3,
  })
  expect(table.rows[0]).toMatchObject({ trainings: 2, diverged: 0, failed: 1 })
  expect(table.rows[0]!.cells[0]).toMatchObject({ values: [0.9], missing: 0 })
  expect(table.agreement[0]!.best).toMatchObject({ ours: 'low', probability: 1 })
})

describe('the choice among candidates', () => {
  const values = [{ learningRate: 1 }, { learningRate: 2 }, { learningRate: 3 }]

  it('takes the best mean of each setting', () => {
    const trainings = trainingsOf([
      ...[0, 1, 2, 3, 4, 5].map((number) => trial(number, 0.1)),
      ...[0.5, 0.6, 0.9, 0.5, 0.7, 0.9].map((accuracy, number) => result(number, accuracy)),
    ])
    const chosen = chooseCandidates([0, 0, 1], values, trainings, 'maximise')
    expect(chosen[0]).toMatchObject({ values: { learningRate: 2 }, of: 2 })
    expect(chosen[0]!.objective).toBeCloseTo(0.65, 12)
    expect(chosen[1]).toMatchObject({ values: { learningRate: 3 }, of: 1 })
    expect(chooseCandidates([0, 0, 1], values, trainings, 'minimise')[0]!.values).toEqual({ learningRate: 1 })
  })

  it('takes none that diverged where another did not', () => {
    const lines = [trial(0, 0.1), trial(1, 0.1), failed(0, false), result(1, 0.1)]
    expect(chooseCandidates([0, 0], values, trainingsOf(lines), 'maximise')[0]!.values).toEqual({ learningRate: 2 })
    expect(chooseCandidates([0, 0], values, trainingsOf(lines), 'minimise')[0]!.values).toEqual({ learningRate: 2 })
  })
})

describe('the curve of an effect', () => {
  const settings = [
    { label: '3', values: {} },
    { label: '1000', values: {} },
  ]
  const training = (number: number, epochs: number, shift: number): Training => ({
    trial: number,
    configuration: {},
    diverged: false,
    epochs: Array.from({ length: epochs }, (_, at) => ({
      epoch: at + 1,
      train: { loss: 1 / (at + 1) },
      validation: { loss: shift + at + 1 },
      seconds: 1,
    })),
  })
  const measured = [training(0, 3, 0), training(1, 1000, 0), training(2, 3, 0), training(3, 1000, 2)]

  it('is of the setting that trains longest, from its first epoch to its last, with the interval over its trainings', () => {
    const { curve } = curveOf({ curve: 'loss', settings }, measured)
    expect(curve).toMatchObject({ metric: 'loss', setting: '1000' })
    const { points } = curve!
    expect(points.slice(0, 5).map(({ epoch: at }) => at)).toEqual([1, 2, 3, 4, 5])
    expect(points.at(-1)!.epoch).toBe(1000)
    expect(points.length).toBeLessThan(130)
    expect(points.at(-1)!.validation).toMatchObject({ n: 2, mean: 1001 })
    expect(points.at(-1)!.validation!.margin).toBeCloseTo(12.706, 2)
    expect(points[1]!.train!.mean).toBe(0.5)
  })

  it('is absent where the effect asks for none, and before any epoch has ended', () => {
    expect(curveOf({ settings }, measured)).toEqual({})
    expect(curveOf({ curve: 'loss', settings }, [training(0, 0, 0)])).toEqual({})
  })
})
