import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { EngineUnavailable } from '../../main/training/engines/engine.ts'
import { describeEngine } from './engine-contract.ts'
import { jobFor, smallData } from './small-jobs.ts'
import { engines } from './training.ts'

describeEngine('tfjs-cpu')
// tfjs wasm has no kernel for the gradient of a convolution's filter.
describeEngine('tfjs-wasm', { without: ['a convolutional network'] })
describeEngine('compiled')

const data = smallData()
const job = jobFor(data)

describe('opening a session', () => {
  test('falls back, with a note, from an engine that lacks a kernel', async () => {
    const images = smallData({ inputShape: [4, 4, 1] })
    const { engine, session, notes } = await engines.open(['tfjs-wasm', 'tfjs-cpu'], jobFor(images), images)
    expect(engine.name).toBe('tfjs-cpu')
    expect(notes).toEqual([
      'The tfjs-wasm engine has no form of the tfjs kernel Conv2DBackpropFilter. Trying tfjs-cpu instead.',
    ])
    await session.dispose()
  })

  test('says of each engine why it could not, when none can', async () => {
    const images = smallData({ inputShape: [4, 4, 1] })
    const failure = await engines.open(['tfjs-wasm'], jobFor(images), images).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailable)
    expect(failure).toMatchObject({ code: 'engine-unavailable' })
    expect(String(failure)).toContain('none of tfjs-wasm can run this job')
    expect(String(failure)).toContain('Conv2DBackpropFilter')
  })

  test('falls back, with the reason, where TensorFlow itself cannot be loaded', async () => {
    const available = await engines.engine('tfjs-node-gpu').then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(EngineUnavailable)
        return false
      },
    )
    const { engine, session, notes } = await engines.open(['tfjs-node-gpu', 'tfjs-cpu'], job, data)
    expect(engine.name).toBe(available ? 'tfjs-node-gpu' : 'tfjs-cpu')
    expect(notes).toHaveLength(available ? 0 : 1)
    if (!available)
      expect(notes[0]).toMatch(
        /^The tfjs-node-gpu engine is not available on this machine: .+ Trying tfjs-cpu instead\.$/,
      )
    await session.dispose()
  })

  test('clips the batch size to the rows there are', async () => {
    const { session, job: fitted } = await engines.open(['tfjs-cpu'], jobFor(data, { batchSize: 1000 }), data)
    expect(fitted.hyperparameters.batchSize).toBe(data.train.count)
    await session.dispose()
  })
})

describe('a tfjs session', () => {
  test.each(['tfjs-cpu', 'tfjs-wasm'] as const)('gives back every tensor: %s', async (name) => {
    await engines.engine(name)
    const rows = Int32Array.from({ length: 32 }, (_, row) => row)
    const cycle = async (): Promise<void> => {
      const { session } = await engines.open([name], jobFor(data, { batchNorm: true, dropout: 0.2 }), data)
      await session.train({ rows, learningRates: new Float32Array(2).fill(0.1), firstStep: 0 })
      await session.predict('validation', 0, 5)
      await session.restore(await session.capture())
      await session.dispose()
    }
    await cycle()
    const before = tf.memory().numTensors
    await cycle()
    await cycle()
    expect(tf.memory().numTensors).toBe(before)
  })
})
