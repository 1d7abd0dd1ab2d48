import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrainingSession } from '../../../main/training/engines/engine.ts'
import { trainJob } from '../../../main/training/loop.ts'
import type { Hyperparameters } from '../../../main/training/hyperparameters/table.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { grow } from '../../../main/training/net2net/grow.ts'
import { RandomStream } from '../../../main/training/program/randomness/stream.ts'
import { templates } from '../../../main/training/templates/table.ts'
import { jobFor, smallData } from '../small-jobs.ts'
import { breathe, engines } from '../training.ts'

const data = smallData()

async function opened<T>(
  job: TrainingJob,
  use: (session: TrainingSession, job: TrainingJob) => Promise<T>,
): Promise<T> {
  const { session, job: fitted } = await engines.open(['compiled'], job, data)
  try {
    return await use(session, fitted)
  } finally {
    await session.dispose()
  }
}

/** Outputs of a trained small network on all validation rows, and of the larger one that it grew into; or why it did not. */
async function compare(from: Partial<Hyperparameters>, to: Partial<Hyperparameters>, seed = 1) {
  const small = jobFor(data, { epochs: 2, ...from })
  const large = jobFor(data, { epochs: 2, ...from, ...to })
  const before = await opened(small, async (session, job) => {
    const engine = { name: 'compiled', device: 'cpu' } as const
    const { state } = await trainJob({ job, data, session, engine, clock: () => 0, breathe })
    return { state, outputs: await session.predict('validation', 0, data.validation!.count) }
  })
  return opened(large, async (session) => {
    const random = new RandomStream(seed)
    const grown = grow({
      small: templates.mlp(small),
      trained: before.state,
      large: templates.mlp(large),
      initial: await session.capture(),
      uniform: () => random.uniform(),
    })
    if ('because' in grown) return { because: grown.because, off: Number.NaN }
    await session.restore(grown.state)
    const outputs = await session.predict('validation', 0, data.validation!.count)
    const off = Math.max(...outputs.map((value, index) => Math.abs(value - before.outputs[index]!)))
    return { because: undefined, off, state: grown.state }
  })
}

describe('a network that has grown', () => {
  it.each([
    ['wider', { neurons: 8, layers: 1 }, { neurons: 20 }],
    ['wider in every layer', { neurons: 6, layers: 3 }, { neurons: 13 }],
    ['deeper', { neurons: 8, layers: 1 }, { layers: 2 }],
    ['deeper by two', { neurons: 8, layers: 2 }, { layers: 4 }],
    ['wider and deeper', { neurons: 7, layers: 2 }, { neurons: 16, layers: 3 }],
    ['wider behind dropout', { neurons: 7, layers: 2, dropout: 0.3 }, { neurons: 16 }],
    ['wider with another activation', { neurons: 8, layers: 2, activation: 'tanh' as const }, { neurons: 11 }],
  ])('computes what it did: %s', async (_, from, to) => {
    const { because, off } = await compare(from, to)
    expect(because).toBeUndefined()
    expect(off).toBeLessThan(1e-5)
  })

  it('computes what it did whatever is drawn, and does not keep copies alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 8, max: 24 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(),
        async (neurons, layers, seed) => {
          const { off, state } = await compare({ neurons: 8, layers: 1 }, { neurons, layers }, seed)
          expect(off).toBeLessThan(1e-5)
          const kernel = state!.tensors.find(({ name }) => name === 'output/kernel')!
          const rows = new Set(
            Array.from({ length: neurons }, (__, row) => kernel.values.slice(row * 3, row * 3 + 3).join()),
          )
          expect(rows.size).toBe(neurons)
        },
      ),
      { numRuns: 6, seed: 4 },
    )
  })

  it.each([
    ['a narrower layer', { neurons: 8 }, { neurons: 4 }, 'fewer units'],
    ['fewer layers', { layers: 2 }, { layers: 1 }, 'fewer layers'],
    ['a layer behind tanh', { activation: 'tanh' as const }, { layers: 2 }, 'cannot stand behind tanh'],
    ['another activation', {}, { activation: 'tanh' as const }, 'other activations'],
    ['normalised layers', { batchNorm: true }, { neurons: 16 }, 'batchNorm'],
  ])('is refused with a reason: %s', async (_, from, to, words) => {
    expect((await compare(from, to)).because).toContain(words)
  })
})
