import { afterAll, describe, expect, it } from 'vitest'
import { CompiledEngine } from '../../../main/training/engines/compiled/engine.ts'
import { runtime } from '../../../main/training/engines/compiled/run/runtime.ts'
import type { SessionState, StepSlice } from '../../../main/training/engines/engine.ts'
import { EngineUnavailable } from '../../../main/training/engines/engine.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { examplesFor, rowsFor, tinyJob } from './jobs.ts'
import type { JobOverrides } from './jobs.ts'

let clock = 0
const engine = CompiledEngine.create(() => clock)
afterAll(() => engine.dispose())

const rows = 40

function slice(job: TrainingJob, from: number, count: number): StepSlice {
  const { batchSize, learningRate } = job.hyperparameters
  return {
    rows: rowsFor(job, from + count, rows).slice(from * batchSize),
    learningRates: Float32Array.from({ length: count }, (_, step) => learningRate / (1 + 0.1 * (from + step))),
    firstStep: from,
  }
}

const open = (job: TrainingJob) => engine.open(job, examplesFor(job, rows))

const values = (state: SessionState): Record<string, number[]> =>
  Object.fromEntries(state.tensors.map((tensor) => [tensor.name, [...tensor.values]]))

describe('a captured state', () => {
  const kinds: (readonly [string, JobOverrides])[] = [
    ['Adam with dropout', { optimizer: 'adam', dropout: 0.3, layers: 2 }],
    ['momentum with batch normalisation and decay', { optimizer: 'momentum', batchNorm: true, weightDecay: 0.01 }],
    ['convolutions with RMSprop', { template: 'cnn', convBlocks: 2, optimizer: 'rmsprop', activation: 'relu' }],
    ['plain gradient descent', { optimizer: 'sgd', layers: 2 }],
    ['penalties on some parameters', { optimizer: 'adagrad', l1: 0.01, layers: 2 }],
  ]

  it.each(kinds)('goes on bit by bit as if training had not stopped: %s', async (_, overrides) => {
    const job = tinyJob(overrides)
    const whole = await open(job)
    const losses = await whole.train(slice(job, 0, 12))
    const interrupted = await open(job)
    const first = await interrupted.train(slice(job, 0, 5))
    const state = structuredClone(await interrupted.capture())
    const resumed = await open({ ...job, seed: 99 }) // other weights and masks, until the state is restored
    await resumed.dispose()
    const again = await open(job)
    await again.train(slice(job, 3, 2))
    await again.restore(state)
    const second = await again.train(slice(job, 5, 7))
    expect([...first, ...second]).toEqual([...losses])
    expect(values(await again.capture())).toEqual(values(await whole.capture()))
  })

  it('is a copy: training on does not change it', async () => {
    const job = tinyJob({ optimizer: 'adam' })
    const session = await open(job)
    const state = await session.capture()
    const before = values(state)
    await session.train(slice(job, 0, 3))
    expect(values(state)).toEqual(before)
    expect(values(await session.capture())).not.toEqual(before)
  })

  it('names weights and slots, in the shapes that tfjs has', async () => {
    const job = tinyJob({ template: 'cnn', optimizer: 'momentum', batchNorm: true })
    const { tensors } = await (await open(job)).capture()
    expect(tensors.map(({ name, shape }) => `${name} [${shape.join()}]`).sort()).toEqual([
      'conv1/kernel [3,3,2,3]',
      'conv1/kernel:velocity [3,3,2,3]',
      'conv1_norm/beta [3]',
      'conv1_norm/beta:velocity [3]',
      'conv1_norm/gamma [3]',
      'conv1_norm/gamma:velocity [3]',
      'conv1_norm/movingMean [3]',
      'conv1_norm/movingVariance [3]',
      'output/bias [3]',
      'output/bias:velocity [3]',
      'output/kernel [27,3]',
      'output/kernel:velocity [27,3]',
    ])
  })

  it('of another network is refused by the name of the tensor that does not fit', async () => {
    const small = await (await open(tinyJob())).capture()
    const large = await open(tinyJob({ neurons: 7 }))
    await expect(large.restore(small)).rejects.toThrow('has dense1/kernel of shape [6,5], not [6,7]')
    const deep = await open(tinyJob({ layers: 2 }))
    await expect(deep.restore(small)).rejects.toThrow('has no tensor dense2/kernel')
  })
})

describe('a compiled graph', () => {
  it('is shared by jobs that differ in seed and numbers alone', async () => {
    const job = tinyJob({ optimizer: 'adamw', l2: 0.1, weightDecay: 0.1, dropout: 0.5, neurons: 11 })
    await open(job)
    const before = engine.compiledGraphs
    const other = tinyJob({
      optimizer: 'adamw',
      l2: 0.2,
      weightDecay: 0.3,
      dropout: 0.1,
      neurons: 11,
      learningRate: 0.5,
      beta1: 0.5,
      beta2: 0.9,
      epsilon: 1e-3,
      seed: 12,
    })
    const session = await open(other)
    await session.train(slice(other, 0, 2))
    expect(engine.compiledGraphs).toBe(before)
    await open(tinyJob({ ...other.hyperparameters, neurons: 12 }))
    expect(engine.compiledGraphs).toBe(before + 1)
  })

  it('is shared by data sets of different sizes', async () => {
    const job = tinyJob({ neurons: 13 })
    await open(job)
    const before = engine.compiledGraphs
    const session = await engine.open(job, examplesFor(job, 100))
    await session.train(slice(job, 0, 2))
    expect(engine.compiledGraphs).toBe(before)
  })

  it('reads its numbers afresh for each job', async () => {
    const losses = async (overrides: JobOverrides): Promise<number[]> => {
      const job = tinyJob({ optimizer: 'adamw', l2: 0.1, weightDecay: 0.1, dropout: 0.5, ...overrides })
      return [...(await (await open(job)).train(slice(job, 0, 6)))]
    }
    const original = await losses({})
    for (const changed of [
      { l2: 0.5 },
      { weightDecay: 5 },
      { dropout: 0.2 },
      { beta1: 0.5 },
      { beta2: 0.9 },
      { epsilon: 0.1 },
      { seed: 2 },
    ])
      expect(await losses(changed), JSON.stringify(changed)).not.toEqual(original)
    expect(await losses({})).toEqual(original)
  })
})

describe('slices', () => {
  it('grow towards 200 ms, at most fourfold at a time, and shrink at once', async () => {
    const job = tinyJob()
    let cost = 0.01
    const timed = CompiledEngine.create(() => (clock += cost))
    const session = await timed.open(job, examplesFor(job, rows))
    expect(session.stepsPerSlice).toBe(1)
    await session.train(slice(job, 0, 1))
    expect(session.stepsPerSlice).toBe(4)
    cost = 100 // 100 ms for 4 steps: 8 make 200 ms
    await session.train(slice(job, 0, 4))
    expect(session.stepsPerSlice).toBe(8)
    cost = 1e6
    await session.train(slice(job, 0, 8))
    expect(session.stepsPerSlice).toBe(1)
    await timed.dispose()
  })

  it('of no steps give no losses', async () => {
    const job = tinyJob()
    const session = await open(job)
    expect(await session.train({ rows: new Int32Array(0), learningRates: new Float32Array(0), firstStep: 0 })).toEqual(
      new Float32Array(0),
    )
  })

  it('whose rows do not fit the batch size are refused', async () => {
    const session = await open(tinyJob())
    const wrong = { rows: new Int32Array(5), learningRates: new Float32Array(1), firstStep: 0 }
    await expect(session.train(wrong)).rejects.toThrow('5 rows were given for 1 steps of 8')
  })
})

describe('predictions', () => {
  it('are the same alone as among others, beyond the size of a chunk too', async () => {
    const job = tinyJob({ template: 'cnn', batchNorm: true, dropout: 0.5 })
    const data = examplesFor(job, 600)
    const session = await engine.open(job, data)
    await session.train(slice(job, 0, 3))
    const all = await session.predict('train', 0, 600)
    expect(all).toHaveLength(1800)
    expect(await session.predict('train', 250, 20)).toEqual(all.slice(750, 810))
    for (let row = 0; row < 600; row += 97)
      expect(all.slice(row * 3, row * 3 + 3).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
  })
})

describe('numbers too small for full precision', () => {
  it('do not slow training down: averages decay into them', async () => {
    // Once all inputs are zero, so are gradients: Adam's averages shrink by beta1 at each step, and get stuck when rounding
    // turns 0.8 of the second smallest number into itself.
    const job = tinyJob({
      inputShape: [256],
      neurons: 64,
      optimizer: 'adam',
      beta1: 0.8,
      activation: 'relu',
      batchSize: 8,
    })
    const data = examplesFor(job, rows)
    const session = await engine.open(job, data)
    const time = async (from: number): Promise<number> => {
      const started = process.cpuUsage().user
      await session.train(slice(job, from, 200))
      return process.cpuUsage().user - started
    }
    await time(0)
    const early = Math.min(await time(0), await time(0))
    for (let row = 0; row < rows; row++) data.train.inputs.fill(0, row * 256, (row + 1) * 256)
    for (const from of [200, 400, 600]) await time(from)
    const late = Math.min(await time(800), await time(1000))
    expect(late).toBeLessThan(early * 3)
  })
})

describe('where ONNX Runtime has no binary', () => {
  it('says that the engine is not available, and why', async () => {
    const { loadRuntime } = await import('../../../main/training/engines/compiled/run/runtime.ts')
    const failing = (): never => {
      throw new Error("Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'\nRequire stack: ...")
    }
    expect(() => loadRuntime(failing)).toThrow(EngineUnavailable)
    expect(() => loadRuntime(failing)).toThrow(
      "The compiled engine is not available on this machine: Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'",
    )
    expect(runtime()).toBe(runtime())
  })
})
