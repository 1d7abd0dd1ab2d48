import { describe, expect, it } from 'vitest'
import { createPool } from '../../main/pool/pool.ts'
import type { TrialLimits } from '../../main/pool/limits.ts'
import { stackWidth } from '../../main/training/stacking.ts'
import { assignment, trainingResult } from './assignments.ts'
import { FakeClock } from './fake-clock.ts'
import type { FakeWorker } from './fake-fork.ts'
import { fakeFork } from './fake-fork.ts'
import { Recorder } from './recorder.ts'

function setUp(size: number) {
  const clock = new FakeClock()
  const forks = fakeFork(clock)
  const heard = new Recorder()
  const pool = createPool({ fork: forks.fork, clock, size, onEvent: heard.onEvent })
  const dispatch = (id: string, stack?: string, limits?: TrialLimits): void =>
    pool.dispatch(assignment(id, 'succeed', stack === undefined ? {} : { stack }), limits)
  return { clock, forks, heard, pool, dispatch }
}

const startedIn = (worker: FakeWorker | undefined): string[] =>
  (worker?.received ?? []).flatMap((message) => (message.type === 'start' ? [message.assignment.id] : []))

const finish = (worker: FakeWorker, id: string): void =>
  worker.say({ type: 'finished', id, result: trainingResult } as never)

describe('trainings of one stack', () => {
  it('share a worker once every worker trains, spread evenly', () => {
    const { forks, dispatch } = setUp(2)
    for (const id of ['a', 'b', 'c', 'd', 'e']) dispatch(id, 'same')
    forks.workers[0]!.ready()
    expect(startedIn(forks.workers[0])).toEqual(['a'])
    forks.workers[1]!.ready()
    expect(forks.workers.map(startedIn)).toEqual([
      ['a', 'c', 'e'],
      ['b', 'd'],
    ])
  })

  it('wait for a worker of their own where those at hand train something else', () => {
    const { forks, dispatch } = setUp(1)
    for (const [id, stack] of [
      ['a', 'same'],
      ['b', 'other'],
      ['c', undefined],
      ['d', 'same'],
    ] as const)
      dispatch(id, stack)
    forks.latest().ready()
    expect(startedIn(forks.latest())).toEqual(['a', 'd'])
    finish(forks.latest(), 'a')
    expect(startedIn(forks.latest())).toEqual(['a', 'd'])
    finish(forks.latest(), 'd')
    expect(startedIn(forks.latest())).toEqual(['a', 'd', 'b'])
    finish(forks.latest(), 'b')
    expect(startedIn(forks.latest())).toEqual(['a', 'd', 'b', 'c'])
  })

  it('are no more than a stack takes', () => {
    const { forks, dispatch } = setUp(1)
    for (let index = 0; index < stackWidth + 3; index++) dispatch(`t${index}`, 'same')
    forks.latest().ready()
    expect(startedIn(forks.latest())).toHaveLength(stackWidth)
    finish(forks.latest(), 't3')
    expect(startedIn(forks.latest()).at(-1)).toBe(`t${stackWidth}`)
  })

  it('are cancelled one by one; the others go on', async () => {
    const { clock, forks, heard, pool, dispatch } = setUp(1)
    for (const id of ['a', 'b']) dispatch(id, 'same')
    const worker = forks.latest()
    worker.ready()
    pool.cancel('a')
    worker.say({ type: 'cancelled', id: 'a', epoch: 2 } as never)
    expect(heard.ending('a').type).toBe('cancelled')
    await clock.advance(2_000)
    expect(worker.killedHard).toBe(0)
    finish(worker, 'b')
    expect(heard.ending('b').type).toBe('finished')
  })

  it('all fail with a process that dies', () => {
    const { forks, heard, dispatch } = setUp(1)
    for (const id of ['a', 'b', 'c']) dispatch(id, 'same')
    forks.latest().ready()
    forks.latest().exit({ signal: 'SIGSEGV' })
    for (const id of ['a', 'b', 'c']) expect(heard.ending(id)).toMatchObject({ type: 'failed', reason: 'crash' })
  })

  it('fail for a time that is not their own with a reason that another attempt may cure', async () => {
    const { clock, forks, heard, dispatch } = setUp(1)
    dispatch('slow', 'same', { timeMs: 3_000 })
    dispatch('other', 'same')
    forks.latest().ready()
    for (let elapsed = 0; elapsed < 4_000; elapsed += 500) {
      forks.latest().beat()
      await clock.advance(500)
    }
    expect(heard.ending('slow')).toMatchObject({ type: 'failed', reason: 'time-limit' })
    expect(heard.ending('other')).toMatchObject({ type: 'failed', reason: 'crash' })
  })
})
