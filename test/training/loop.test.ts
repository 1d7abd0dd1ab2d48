import { describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../main/training/checkpoint.ts'
import { NotFinite, TrainingStopped } from '../../main/training/fault.ts'
import type { TrainingSession } from '../../main/training/engines/engine.ts'
import { trainJob } from '../../main/training/loop.ts'
import type { EpochMetrics } from '../../main/training/result.ts'
import { jobFor, smallData } from './small-jobs.ts'
import { breathe, engines, train } from './training.ts'

const data = smallData()
const images = smallData({ inputShape: [5, 4, 1], train: 48, validation: 20 })

describe('training', () => {
  test('learns, and reports every epoch with its metrics, rate and speed', async () => {
    const epochs: EpochMetrics[] = []
    const job = jobFor(data, { epochs: 12, learningRate: 0.03 })
    const result = await train(job, data, 'tfjs-cpu', { onEpoch: (metrics) => epochs.push(metrics) })
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    expect(epochs.at(-1)!.validation['loss']!).toBeLessThan(epochs[0]!.validation['loss']! * 0.6)
    expect(Object.keys(result.validation)).toEqual([
      'loss',
      'accuracy',
      'balancedAccuracy',
      'f1',
      'logLoss',
      'perplexity',
      'precision',
      'recall',
      'rocAuc',
      'prAuc',
      'brier',
      'calibrationError',
    ])
    expect(Object.keys(epochs[0]!.validation)).toEqual(Object.keys(result.validation).slice(0, 6))
    expect(result.validation['accuracy']!).toBeGreaterThan(0.7)
    expect(epochs[0]!.learningRate).toBeCloseTo(0.03)
    expect(epochs[0]!.samplesPerSecond).toBeGreaterThan(0)
    expect(result).toMatchObject({
      epochs: 12,
      stoppedEarly: false,
      parameters: 6 * 8 + 8 + 8 * 3 + 3,
      engine: 'tfjs-cpu',
    })
  })

  test.each([
    ['tfjs-cpu', data, {}],
    ['tfjs-wasm', data, { optimizer: 'nesterov' }],
    ['compiled', data, {}],
    ['compiled', images, { optimizer: 'rmsprop', l2: 1e-4, convBlocks: 2 }],
    ['compiled', data, { schedule: 'plateau', plateauPatience: 1, minDelta: 0.3, patience: 0 }],
    ['compiled', data, { batchGrowth: 1.6, batchGrowthEpochs: 1, averaging: 'swa', averageFrom: 0.3, batchSize: 8 }],
    ['tfjs-cpu', data, { batchGrowth: 3, batchGrowthEpochs: 2, optimizer: 'adam' }],
    ['compiled', data, { schedule: 'warmRestarts', restartEpochs: 0.7, stoppingMetric: 'accuracy', stoppingAfter: 2 }],
  ] as const)(
    'gives the same network when it is interrupted after any epoch and resumed: %s',
    async (engine, data, rest) => {
      const job = jobFor(data, {
        epochs: 5,
        dropout: 0.3,
        batchNorm: true,
        schedule: 'cosine',
        patience: 4,
        learningRate: 0.05,
        ...rest,
      })
      const checkpoints: Checkpoint[] = []
      const whole = await train(job, data, engine, { checkpointEveryMs: 0, onCheckpoint: (c) => checkpoints.push(c) })
      expect(checkpoints.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4])
      for (const checkpoint of checkpoints) {
        const resumed = await train(job, data, engine, { checkpoint: structuredClone(checkpoint) })
        expect(resumed.state).toEqual(whole.state)
        expect(resumed.validation).toEqual(whole.validation)
        expect(resumed.keptEpoch).toBe(whole.keptEpoch)
      }
    },
  )

  test('batches that grow: fewer steps an epoch, each as tfjs computes it, at rates that follow the epochs', async () => {
    const grown = { batchGrowth: 2, batchGrowthEpochs: 1, batchSizeLimit: 50, batchSize: 8, dropout: 0.2, epochs: 5 }
    const job = jobFor(data, { ...grown, schedule: 'cosine', warmupEpochs: 1.5 })
    const { engine, session, job: fitted } = await engines.open(['compiled'], job, data)
    const slices: { readonly size: number; readonly rates: readonly number[]; readonly firstStep: number }[] = []
    const spied: TrainingSession = {
      stepsPerSlice: 1000,
      train: (slice) => {
        const size = slice.rows.length / slice.learningRates.length
        slices.push({ size, rates: [...slice.learningRates], firstStep: slice.firstStep })
        return session.train(slice)
      },
      predict: (...which) => session.predict(...which),
      capture: () => session.capture(),
      restore: (state) => session.restore(state),
      dispose: () => session.dispose(),
    }
    const result = await trainJob({ engine, session: spied, job: fitted, data, clock: () => 0, breathe })
    await session.dispose()
    expect(slices.map(({ size, rates, firstStep }) => [size, rates.length, firstStep])).toEqual([
      [8, 12, 0],
      [16, 6, 12],
      [32, 3, 18],
      [50, 1, 21],
      [50, 1, 22],
    ])
    // 1.5 epochs of warm-up are 18 of the first epoch's steps and 9 of the second's.
    expect(slices[0]!.rates[11]).toBeCloseTo((0.01 * 12) / 18, 7)
    expect(slices[1]!.rates[0]).toBeCloseTo((0.01 * 7) / 9, 7)
    expect(slices[1]!.rates[2]).toBeCloseTo(0.01, 7)
    expect(slices[4]!.rates[0]).toBeLessThan(0.005)
    const reference = await train(job, data, 'tfjs-cpu')
    for (const { name, values } of reference.state.tensors) {
      const own = result.state.tensors.find((tensor) => tensor.name === name)!.values
      values.forEach((value, index) => expect(Math.abs(own[index]! - value), name).toBeLessThan(1e-4))
    }
  })

  test('names epoch and step when the loss diverges', async () => {
    const job = jobFor(smallData({ task: 'regression', outputs: 1 }), {
      optimizer: 'sgd',
      learningRate: 1e20,
      epochs: 3,
    })
    const failure = await train(job, smallData({ task: 'regression', outputs: 1 })).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(NotFinite)
    expect(failure).toMatchObject({ code: 'nan-loss', epoch: 1 })
    expect(String(failure)).toMatch(/at step \d+ of epoch 1: training has diverged/)
  })

  test('stops between slices when asked, saying how many epochs were done', async () => {
    let finished = 0
    const stopped = train(jobFor(data), data, 'tfjs-cpu', {
      onEpoch: () => finished++,
      shouldStop: () => finished === 2,
    })
    await expect(stopped).rejects.toThrow(TrainingStopped)
    await expect(stopped).rejects.toMatchObject({ epoch: 2 })
  })

  test('sends a checkpoint when its time has come, not sooner, and never after the last epoch', async () => {
    let now = 0
    const sent: number[] = []
    await train(jobFor(data, { epochs: 9 }), data, 'tfjs-cpu', {
      clock: () => now,
      onEpoch: () => (now += 1000),
      checkpointEveryMs: 2500,
      onCheckpoint: ({ epoch }) => sent.push(epoch),
    })
    expect(sent).toEqual([3, 6])
  })

  test('cuts epochs into slices, and lets the event loop breathe before each and before each block of predictions', async () => {
    let breaths = 0
    const slices: [firstStep: number, steps: number, rows: number][] = []
    const { engine, session, job, notes } = await engines.open(['tfjs-cpu'], jobFor(data, { epochs: 2 }), data)
    expect(notes).toEqual([])
    const counted: TrainingSession = {
      stepsPerSlice: 4,
      train: (slice) => {
        slices.push([slice.firstStep, slice.learningRates.length, slice.rows.length])
        return session.train(slice)
      },
      predict: (part, from, count) => session.predict(part, from, count),
      capture: () => session.capture(),
      restore: (state) => session.restore(state),
      dispose: () => session.dispose(),
    }
    const breathe = async (): Promise<void> => void breaths++
    await trainJob({ engine, session: counted, job, data, clock: () => 0, breathe })
    // Six steps of sixteen rows an epoch; steps are counted from the start of training.
    expect(slices).toEqual([
      [0, 4, 64],
      [4, 2, 32],
      [6, 4, 64],
      [10, 2, 32],
    ])
    // Four slices, and a block each for validation after both epochs, validation and training rows at the end.
    expect(breaths).toBe(8)
    await session.dispose()
  })

  test('refuses to train on nothing', async () => {
    const empty = smallData({ train: 0 })
    await expect(train(jobFor(empty), empty)).rejects.toMatchObject({ code: 'no-training-rows' })
  })

  test('scores the sealed rows only when the data hold them', async () => {
    const opened = { ...data, test: smallData({ validation: 30 }).validation }
    expect((await train(jobFor(opened), opened)).test).toHaveProperty('accuracy')
    expect(await train(jobFor(data), data)).not.toHaveProperty('test')
  })
})

describe('training in parts', () => {
  const inParts = async (job = jobFor(data, { epochs: 6 })) => {
    let state: Checkpoint | undefined
    const part = async (untilEpoch?: number) =>
      train(job, data, 'compiled', {
        ...(state ? { checkpoint: state } : {}),
        ...(untilEpoch === undefined ? {} : { untilEpoch }),
        keepState: true,
        onCheckpoint: (reached) => (state = reached),
      })
    const first = await part(2)
    expect(state?.epoch).toBe(2)
    const second = await part(5)
    const last = await part()
    return { first, second, last, state: state! }
  }

  test('gives exactly what one training does, part by part, and keeps where each part ended', async () => {
    const whole = await train(jobFor(data, { epochs: 6 }), data, 'compiled')
    const { first, second, last, state } = await inParts()
    expect([first.epochs, second.epochs, last.epochs]).toEqual([2, 5, 6])
    expect([first.stoppedEarly, second.stoppedEarly, last.stoppedEarly]).toEqual([false, false, false])
    expect(last.validation).toEqual(whole.validation)
    expect(last.state).toEqual(whole.state)
    expect(state.epoch).toBe(6)
  })

  test('keeps the weights that a part ended with, not those that it is scored by', async () => {
    const job = jobFor(data, { epochs: 8, learningRate: 3, optimizer: 'sgd' })
    let state: Checkpoint | undefined
    const { keptEpoch } = await train(job, data, 'compiled', {
      untilEpoch: 8,
      keepState: true,
      onCheckpoint: (at) => (state = at),
    })
    expect(state!.epoch).toBe(8)
    if (keptEpoch < 8) expect(state!.state).not.toEqual(state!.best!.state)
  })
})
