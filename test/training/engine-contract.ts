import { afterAll, describe, expect, test } from 'vitest'
import type { EngineName, SessionState, StepSlice, TrainingSession } from '../../main/training/engines/engine.ts'
import { Engines } from '../../main/training/engines/open.ts'
import type { TrainingData } from '../../main/training/examples.ts'
import type { TrainingJob } from '../../main/training/job.ts'
import { createProgram } from '../../main/training/program/program.ts'
import { jobFor, smallData } from './small-jobs.ts'

const batchSize = 16

/** Steps [from, from + count) over rows in a fixed, uneven order, with a rate that changes at every step. */
function slice(data: TrainingData, from: number, count: number, rate = 0.02): StepSlice {
  return {
    rows: Int32Array.from({ length: count * batchSize }, (_, i) => ((from * batchSize + i) * 7) % data.train.count),
    learningRates: Float32Array.from({ length: count }, (_, i) => rate * 0.97 ** (from + i)),
    firstStep: from,
  }
}

const valuesOf = (state: SessionState, name: string): Float32Array =>
  state.tensors.find((tensor) => tensor.name === name)!.values

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < actual.length; i++)
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i]!)))
}

const tables = smallData()
const targets = smallData({ task: 'regression', outputs: 2 })
const images = smallData({ inputShape: [5, 6, 2], train: 64, validation: 20 })

const jobs: readonly (readonly [title: string, data: TrainingData, job: TrainingJob])[] = [
  ['a classifier', tables, jobFor(tables, { layers: 2 })],
  ['a regression', targets, jobFor(targets, { activation: 'tanh', optimizer: 'nesterov' })],
  ['dropout and normalisation', tables, jobFor(tables, { layers: 2, dropout: 0.4, batchNorm: true })],
  ['penalties and decay', tables, jobFor(tables, { l1: 1e-3, l2: 1e-3, weightDecay: 0.02, optimizer: 'rmsprop' })],
  ['a convolutional network', images, jobFor(images, { convBlocks: 2, dropout: 0.2 })],
]

/**
 * What every engine promises, whatever executes beneath it: held by running the same jobs on it and on tfjs cpu.
 * @param without titles of jobs that it cannot run, by the reason written beside its name in the list
 */
export function describeEngine(name: EngineName, options: { readonly without?: readonly string[] } = {}): void {
  const mine = jobs.filter(([title]) => !options.without?.includes(title))
  const [, data, job] = mine[0]!

  describe(`the ${name} engine`, () => {
    const engines = new Engines({ clock: () => performance.now() })
    afterAll(() => engines.dispose())

    async function using<T>(
      work: (session: TrainingSession) => Promise<T>,
      {
        engine = name,
        on = data,
        training = job,
      }: { engine?: EngineName; on?: TrainingData; training?: TrainingJob } = {},
    ): Promise<T> {
      const { session, notes } = await engines.open([engine], training, on)
      expect(notes).toEqual([])
      try {
        return await work(session)
      } finally {
        await session.dispose()
      }
    }

    test('starts from the seeded initial weights of the program, to the bit', async () => {
      for (const [, on, training] of mine) {
        const state = await using((session) => session.capture(), { on, training })
        for (const weight of createProgram(training).weights)
          expect(valuesOf(state, weight.name), weight.name).toEqual(weight.initial())
      }
    })

    test.each(mine)('trains as tfjs cpu does: %s', async (_title, on, training) => {
      const run = (engine: EngineName) =>
        using(
          async (session) => ({
            losses: await session.train(slice(on, 0, 20)),
            state: await session.capture(),
            predicted: await session.predict('validation', 0, on.validation.count),
          }),
          { engine, on, training },
        )
      const [actual, expected] = [await run(name), await run('tfjs-cpu')]
      expectClose(actual.losses, expected.losses, 1e-4)
      expectClose(actual.predicted, expected.predicted, 1e-3)
      expect(actual.state.tensors.map((tensor) => tensor.name).sort()).toEqual(
        expected.state.tensors.map((tensor) => tensor.name).sort(),
      )
      for (const { name: tensor, shape, values } of actual.state.tensors) {
        expect(shape).toEqual(expected.state.tensors.find((other) => other.name === tensor)!.shape)
        expectClose(values, valuesOf(expected.state, tensor), 1e-3)
      }
    })

    test.each(mine)('does the same in one slice of steps as in many: %s', async (_title, on, training) => {
      const whole = await using(
        async (session) => [await session.train(slice(on, 0, 5)), await session.capture()] as const,
        { on, training },
      )
      const parts = await using(
        async (session) => {
          const losses: number[] = []
          for (const [from, count] of [
            [0, 1],
            [1, 3],
            [4, 1],
          ] as const)
            losses.push(...(await session.train(slice(on, from, count))))
          return [Float32Array.from(losses), await session.capture()] as const
        },
        { on, training },
      )
      expect(parts).toEqual(whole)
    })

    test.each(mine)('goes on from a captured state as if it had never stopped: %s', async (_title, on, training) => {
      const [state, uninterrupted] = await using(
        async (session) => {
          await session.train(slice(on, 0, 3))
          const captured = await session.capture()
          const losses = await session.train(slice(on, 3, 3))
          return [captured, [losses, await session.capture()]] as const
        },
        { on, training },
      )
      const resumed = await using(
        async (session) => {
          await session.restore(structuredClone(state))
          return [await session.train(slice(on, 3, 3)), await session.capture()]
        },
        { on, training },
      )
      expect(resumed).toEqual(uninterrupted)
    })

    test('takes over a state that tfjs cpu captured', async () => {
      const [state, expected] = await using(
        async (session) => {
          await session.train(slice(data, 0, 4))
          return [await session.capture(), await session.predict('validation', 0, 9)] as const
        },
        { engine: 'tfjs-cpu' },
      )
      const predicted = await using(async (session) => {
        await session.restore(state)
        return session.predict('validation', 0, 9)
      })
      expectClose(predicted, expected, 1e-5)
    })

    test('gives captured states as copies that later training leaves alone', async () => {
      await using(async (session) => {
        const state = await session.capture()
        const copy = structuredClone(state)
        await session.train(slice(data, 0, 2))
        expect(state).toEqual(copy)
        state.tensors[0]!.values.fill(9)
        expect((await session.capture()).tensors[0]!.values[0]).not.toBe(9)
      })
    })

    test('refuses a state of another network', async () => {
      const other = await using((session) => session.capture(), { training: jobFor(data, { neurons: 5 }) })
      await using(async (session) => {
        await expect(async () => session.restore(other)).rejects.toThrow(/state to restore/)
      })
    })

    test('follows the learning rate of each step: none, no change', async () => {
      await using(async (session) => {
        const before = await session.capture()
        await session.train({ ...slice(data, 0, 2), learningRates: new Float32Array(2) })
        expect(valuesOf(await session.capture(), 'dense1/kernel')).toEqual(valuesOf(before, 'dense1/kernel'))
        await session.train(slice(data, 2, 1))
        expect(valuesOf(await session.capture(), 'dense1/kernel')).not.toEqual(valuesOf(before, 'dense1/kernel'))
      })
    })

    test('draws other weights and other dropout masks from another seed', async () => {
      const training = jobFor(tables, { dropout: 0.4 })
      const losses = (seed: number) =>
        using(
          async (session) => {
            await session.restore(initial)
            return session.train(slice(tables, 0, 2))
          },
          { on: tables, training: { ...training, seed } },
        )
      const initial = await using((session) => session.capture(), { on: tables, training })
      const other = await using((session) => session.capture(), { on: tables, training: { ...training, seed: 8 } })
      expect(other).not.toEqual(initial)
      expect(await losses(7)).toEqual(await losses(7))
      expect(await losses(7)).not.toEqual(await losses(8))
    })

    test('draws a new dropout mask at each step, and the same one when the step comes again', async () => {
      const training = jobFor(tables, { dropout: 0.5, optimizer: 'sgd' })
      // One batch again and again, without learning: only masks can tell the losses apart.
      const still = (firstStep: number, count: number): StepSlice => ({
        rows: Int32Array.from({ length: count * batchSize }, (_, i) => i % batchSize),
        learningRates: new Float32Array(count),
        firstStep,
      })
      await using(
        async (session) => {
          const losses = await session.train(still(0, 6))
          expect(new Set(losses).size).toBe(6)
          expect(await session.train(still(2, 3))).toEqual(losses.slice(2, 5))
        },
        { on: tables, training },
      )
    })

    test('predicts any rows of any part, as probabilities that sum to one, the same each time', async () => {
      await using(async (session) => {
        const all = await session.predict('train', 0, data.train.count)
        expect(all.length).toBe(data.train.count * data.outputs)
        for (let row = 0; row < data.train.count; row++) {
          const sum = all
            .subarray(row * data.outputs, (row + 1) * data.outputs)
            .reduce((total, value) => total + value, 0)
          expect(sum).toBeCloseTo(1, 5)
        }
        expectClose(await session.predict('train', 5, 7), all.subarray(5 * data.outputs, 12 * data.outputs), 1e-6)
        expect(await session.predict('train', 3, 0)).toEqual(new Float32Array(0))
        await expect(async () => session.predict('validation', data.validation.count - 1, 2)).rejects.toThrow()
        await expect(async () => session.predict('test', 0, 1)).rejects.toThrow()
      })
    })

    test('runs two sessions side by side without one seeing the other', async () => {
      const alone = await using((session) => session.train(slice(data, 0, 2)))
      const together = await using((first) =>
        using(async (second) => {
          const [a] = await first.train(slice(data, 0, 1))
          await second.train(slice(data, 0, 1))
          const [b] = await first.train(slice(data, 1, 1))
          return Float32Array.of(a!, b!)
        }),
      )
      expect(together).toEqual(alone)
    })

    test('returns a loss that is not a number instead of hiding it', async () => {
      const training = jobFor(targets, { optimizer: 'sgd' })
      const losses = await using(
        (session) => session.train({ ...slice(targets, 0, 6), learningRates: new Float32Array(6).fill(1e15) }),
        { on: targets, training },
      )
      expect(Number.isFinite(losses.at(-1))).toBe(false)
    })

    test('leaves the data alone and says how many steps make a slice', async () => {
      const copy = structuredClone(data)
      await using(async (session) => {
        expect(session.stepsPerSlice).toBeGreaterThanOrEqual(1)
        await session.train(slice(data, 0, 3))
        expect(Number.isInteger(session.stepsPerSlice)).toBe(true)
        expect(session.stepsPerSlice).toBeGreaterThanOrEqual(1)
      })
      expect(data).toEqual(copy)
    })
  })
}
