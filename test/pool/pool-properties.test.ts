import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPool } from '../../main/pool/pool.ts'
import { assignment } from './assignments.ts'
import { FakeClock } from './fake-clock.ts'
import type { FakeWorker } from './fake-fork.ts'
import { fakeFork } from './fake-fork.ts'
import { Recorder } from './recorder.ts'

type Step =
  | { readonly do: 'dispatch'; readonly limited: boolean }
  | { readonly do: 'cancel'; readonly which: number }
  | { readonly do: 'resize'; readonly size: number }
  | { readonly do: 'advance'; readonly ms: number; readonly beating: boolean }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'act'; readonly which: number; readonly act: keyof typeof acts }

const acts = {
  ready: (worker: FakeWorker) => worker.ready(),
  finish: (worker: FakeWorker) => worker.finish(),
  epoch: (worker: FakeWorker) => worker.epoch(1),
  obey: (worker: FakeWorker) => worker.obeyCancel(1),
  fail: (worker: FakeWorker) =>
    worker.say({ type: 'failed', id: worker.assignment?.id, reason: 'exception', message: 'it threw' } as never),
  exhaust: (worker: FakeWorker) =>
    worker.say({ type: 'failed', id: worker.assignment?.id, reason: 'out-of-memory', message: 'no room' } as never),
  crash: (worker: FakeWorker) => worker.exit({ signal: 'SIGSEGV' }),
  leave: (worker: FakeWorker) => worker.exit({ code: 0 }),
  swell: (worker: FakeWorker) => (worker.rssBytes = 1e9),
  babble: (worker: FakeWorker) => worker.say({ type: 'nonsense' }),
  'outlast SIGKILL': (worker: FakeWorker) => (worker.undying = true),
} as const

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('dispatch' as const), limited: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resize' as const), size: fc.integer({ min: 1, max: 4 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.constantFrom(1, 50, 300, 900, 3_000, 20_000),
      beating: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(10_000, 1e7) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      which: fc.nat(5),
      act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
    }),
  },
)

async function live(steps: readonly Step[]) {
  const clock = new FakeClock()
  const forks = fakeFork(clock)
  const heard = new Recorder()
  const pool = createPool({ fork: forks.fork, clock, size: 2, limits: { idleMs: 60_000 }, onEvent: heard.onEvent })
  const ids: string[] = []
  const living = () => forks.workers.filter(({ alive }) => alive)
  for (const now of steps) {
    if (now.do === 'dispatch') {
      const id = `a${ids.length}`
      ids.push(id)
      pool.dispatch(assignment(id), now.limited ? { timeMs: 10_000, memoryBytes: 5e8 } : {})
    } else if (now.do === 'cancel') pool.cancel(ids[now.which % Math.max(1, ids.length)] ?? 'none')
    else if (now.do === 'resize') pool.resize(now.size)
    else if (now.do === 'sleep') await clock.sleep(now.ms)
    else if (now.do === 'act') {
      const worker = living()[now.which % Math.max(1, living().length)]
      if (worker) acts[now.act](worker)
    } else
      for (let left = now.ms; left > 0; left -= 500) {
        if (now.beating) for (const worker of living()) worker.beat()
        await clock.advance(Math.min(500, left))
      }
    // Every worker trains at most one assignment, and no assignment is with two.
    const training = pool.workers().flatMap(({ id }) => (id === undefined ? [] : [id]))
    expect(new Set(training).size).toBe(training.length)
  }
  return { clock, forks, heard, pool, ids }
}

describe('whatever workers do and callers ask', () => {
  it('every assignment ends exactly once, closing leaves no living process and no timer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { clock, forks, heard, pool, ids } = await live(steps)
        let closed = false
        void pool.close().then(() => (closed = true))
        await clock.advance(20_000)
        expect(closed).toBe(true)
        for (const id of ids) heard.ending(id)
        expect(heard.endings()).toHaveLength(ids.length)
        expect(forks.living.filter(({ undying }) => !undying)).toEqual([])
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('what waits is trained in the end, if workers then behave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { clock, forks, heard, pool, ids } = await live(steps)
        for (let turn = 0; turn < 400 && heard.endings().length < ids.length; turn++) {
          for (const worker of forks.living) {
            if (worker.undying) continue
            worker.rssBytes = 1e7
            worker.beat(1e7)
            worker.ready()
            worker.finish()
          }
          await clock.advance(1_000)
        }
        for (const id of ids) heard.ending(id)
        expect(forks.living.filter(({ undying }) => !undying).length).toBeLessThanOrEqual(pool.size)
        void pool.close()
        await clock.advance(20_000)
      }),
      { numRuns: 200 },
    )
  })
})
