import { describe, expect, it } from 'vitest'
import type { PoolLimits } from '../../main/pool/limits.ts'
import { createPool } from '../../main/pool/pool.ts'
import { assignment } from './assignments.ts'
import { FakeClock } from './fake-clock.ts'
import type { FakeWorker } from './fake-fork.ts'
import { fakeFork } from './fake-fork.ts'
import { Recorder } from './recorder.ts'

const megabyte = 2 ** 20

function setUp(size: number, options: { limits?: Partial<PoolLimits>; onFork?: (worker: FakeWorker) => void } = {}) {
  const clock = new FakeClock()
  const forks = fakeFork(clock, options.onFork)
  const heard = new Recorder()
  const limits = { heartbeatTimeoutMs: 5_000, ...options.limits }
  const pool = createPool({ fork: forks.fork, clock, size, limits, onEvent: heard.onEvent })
  return { clock, forks, heard, pool }
}

/** Says what a living worker says, while time passes. */
async function pass(clock: FakeClock, ms: number, workers: () => readonly FakeWorker[]): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    for (const worker of workers()) worker.beat()
    await clock.advance(Math.min(500, left))
  }
}

describe('workers', () => {
  it('start when there is work for them and no sooner, and no more of them than there is work', () => {
    const { forks, pool } = setUp(3)
    expect(forks.workers).toHaveLength(0)
    pool.dispatch(assignment('a'))
    expect(forks.workers).toHaveLength(1)
    pool.dispatch(assignment('b'))
    expect(forks.workers).toHaveLength(2)
    for (const id of ['c', 'd', 'e']) pool.dispatch(assignment(id))
    expect(forks.workers).toHaveLength(3)
  })

  it('take up assignments in the order of dispatch, the next one in the same turn in which one is done', () => {
    const { forks, pool } = setUp(1)
    for (const id of ['a', 'b', 'c']) pool.dispatch(assignment(id))
    const worker = forks.latest()
    worker.ready()
    expect(worker.assignment?.id).toBe('a')
    worker.finish()
    expect(worker.assignment?.id).toBe('b')
    worker.finish()
    expect(worker.assignment?.id).toBe('c')
  })

  it('leave when they had nothing to do for a while, and are started again', async () => {
    const { clock, forks, pool } = setUp(1, { limits: { idleMs: 10_000 } })
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    forks.latest().finish()
    await pass(clock, 9_000, () => forks.living)
    expect(forks.living).toHaveLength(1)
    await pass(clock, 3_000, () => forks.living)
    expect(forks.workers[0]?.wasToldTo).toContain('shutdown')
    expect(forks.living).toHaveLength(0)
    pool.dispatch(assignment('b'))
    expect(forks.workers).toHaveLength(2)
  })

  it('whose memory is half full of something are replaced before a training that has a memory limit', async () => {
    const { forks, pool, clock } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    forks.latest().beat(300 * megabyte)
    forks.latest().finish()
    pool.dispatch(assignment('b'), { memoryBytes: 500 * megabyte })
    expect(forks.workers[0]?.assignment?.id).toBe('a')
    forks.workers[0]?.exit({ code: 0 })
    await clock.advance(0)
    forks.latest().ready()
    expect(forks.workers[1]?.assignment?.id).toBe('b')
  })

  it('that have grown to three times what they held after their first training, and beyond 1 GB, are replaced', () => {
    for (const [first, later, starts] of [
      [100, 900, 1],
      [500, 1_400, 1],
      [300, 1_100, 2],
    ] as const) {
      const { forks, pool } = setUp(1)
      pool.dispatch(assignment('a'))
      const worker = forks.latest()
      worker.ready()
      worker.beat(first * megabyte)
      worker.finish()
      worker.beat(later * megabyte)
      pool.dispatch(assignment('b'))
      worker.exit({ code: 0 })
      expect(worker.wasToldTo.includes('shutdown') ? 2 : 1, `${first} to ${later} MB`).toBe(starts)
    }
  })
})

describe('events', () => {
  it('pass on what a worker reports, and say how much room there is', () => {
    const { forks, pool, heard } = setUp(2)
    pool.dispatch(assignment('a'))
    const worker = forks.latest()
    worker.ready()
    worker.say({ type: 'began', id: 'a', engine: 'compiled', device: 'cpu' })
    worker.epoch(1)
    worker.say({ type: 'note', id: 'a', text: 'trying another engine' })
    expect(pool.free).toBe(1)
    worker.finish()
    expect(heard.events.map(({ type }) => type).filter((type) => type !== 'worker')).toEqual([
      'began',
      'epoch',
      'note',
      'finished',
      'free',
    ])
    expect(heard.of('free')).toEqual([{ type: 'free', free: 2 }])
  })

  it('of another assignment than the one in hand are not believed', () => {
    const { forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    forks.latest().say({ type: 'finished', id: 'b', result: heard } as never)
    forks.latest().say({ type: 'cancelled', id: 'b', epoch: 3 } as never)
    expect(heard.endings()).toEqual([])
  })

  it('may dispatch and cancel from within', async () => {
    const clock = new FakeClock()
    const forks = fakeFork(clock)
    const heard = new Recorder()
    let sent = 0
    const pool = createPool({
      fork: forks.fork,
      clock,
      size: 1,
      onEvent: (event) => {
        heard.onEvent(event)
        if (event.type === 'free' && sent < 3) pool.dispatch(assignment(`next ${sent++}`))
        if (event.type === 'epoch') pool.cancel(event.id)
      },
    })
    pool.dispatch(assignment('first'))
    forks.latest().ready()
    forks.latest().finish()
    forks.latest().epoch(1)
    expect(forks.latest().wasToldTo.at(-1)).toBe('cancel')
    forks.latest().obeyCancel(1)
    forks.latest().finish()
    forks.latest().finish()
    expect(heard.endings().map(({ type, id }) => `${id} ${type}`)).toEqual([
      'first finished',
      'next 1 finished',
      'next 2 finished',
      'next 0 cancelled',
    ])
  })
})

describe('the last lines of a failed training', () => {
  it('include what arrives a moment after it said so, and the worker is free afterwards', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    pool.dispatch(assignment('b'))
    forks.latest().ready()
    forks.latest().say({ type: 'failed', id: 'a', reason: 'exception', message: 'it threw' } as never)
    await clock.advance(10)
    forks.latest().log.push('at line 7')
    await clock.advance(50)
    expect(heard.ending('a')).toMatchObject({ message: 'it threw', log: ['at line 7'] })
    expect(forks.latest().assignment?.id).toBe('b')
  })

  it('and its own reason are kept if the process dies in that moment', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    forks.latest().say({ type: 'failed', id: 'a', reason: 'nan-loss', message: 'it diverged' } as never)
    forks.latest().exit({ signal: 'SIGSEGV' })
    await clock.advance(100)
    expect(heard.ending('a')).toMatchObject({ reason: 'nan-loss', message: 'it diverged' })
  })
})

describe('silence', () => {
  it('longer than the timeout ends a training as hung, and only that one', async () => {
    const { clock, forks, pool, heard } = setUp(2)
    for (const id of ['hung', 'well', 'next']) pool.dispatch(assignment(id))
    const [hung, well] = forks.workers as [FakeWorker, FakeWorker]
    hung.ready()
    well.ready()
    await pass(clock, 6_000, () => [well])
    expect(hung.killedHard).toBe(1)
    expect(heard.ending('hung')).toMatchObject({ type: 'failed', reason: 'hang' })
    expect(heard.endings()).toHaveLength(1)
    forks.latest().ready()
    expect(forks.latest().assignment?.id).toBe('next')
  })

  it('shorter than the timeout is a slice', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    await clock.advance(4_900)
    forks.latest().epoch(1)
    await clock.advance(4_900)
    expect(heard.endings()).toEqual([])
  })

  it('proves nothing when this process was asleep itself', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'), { timeMs: 60_000 })
    forks.latest().ready()
    await clock.sleep(3_600_000)
    await clock.advance(1_000)
    forks.latest().beat()
    await clock.advance(1_000)
    expect(heard.endings()).toEqual([])
    await clock.advance(6_000)
    expect(heard.ending('a')).toMatchObject({ reason: 'hang' })
  })

  it('of an idle worker costs no trial: it is replaced when needed', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    forks.latest().finish()
    await clock.advance(6_000)
    expect(forks.living).toHaveLength(0)
    pool.dispatch(assignment('b'))
    forks.latest().ready()
    forks.latest().finish()
    expect(heard.of('failed')).toEqual([])
  })
})

describe('limits', () => {
  it('of time count from the start of the assignment', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'), { timeMs: 10_000 })
    forks.latest().ready()
    await pass(clock, 9_500, () => forks.living)
    expect(heard.endings()).toEqual([])
    await pass(clock, 1_000, () => forks.living)
    expect(heard.ending('a')).toMatchObject({ type: 'failed', reason: 'time-limit' })
  })

  it('of memory are measured from outside, and by heartbeats', async () => {
    for (const outside of [true, false]) {
      const { clock, forks, pool, heard } = setUp(1)
      pool.dispatch(assignment('a'), { memoryBytes: 200 * megabyte })
      forks.latest().ready()
      forks.latest().beat(150 * megabyte)
      await clock.advance(400)
      expect(heard.endings()).toEqual([])
      if (outside) forks.latest().rssBytes = 201 * megabyte
      else forks.latest().beat(201 * megabyte)
      await clock.advance(400)
      expect(heard.ending('a')).toMatchObject({ type: 'failed', reason: 'out-of-memory' })
    }
  })
})

describe('a result', () => {
  it('that arrives while its worker is being killed counts', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    const worker = forks.latest()
    worker.ready()
    worker.undying = true
    await clock.advance(6_000)
    expect(worker.killedHard).toBe(1)
    worker.finish()
    worker.exit({ signal: 'SIGKILL' })
    expect(heard.ending('a').type).toBe('finished')
    pool.dispatch(assignment('b'))
    await clock.advance(1_000)
    expect(forks.workers).toHaveLength(2)
  })

  it('that arrives after a cancellation counts, and spares the worker', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    pool.cancel('a')
    forks.latest().finish()
    await pass(clock, 3_000, () => forks.living)
    expect(heard.ending('a').type).toBe('finished')
    expect(forks.workers).toHaveLength(1)
    expect(forks.living).toHaveLength(1)
  })
})

describe('cancelling', () => {
  it('what waits takes it out of the queue, and says so after cancel has returned', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    pool.dispatch(assignment('b'))
    pool.dispatch(assignment('c'))
    pool.cancel('b')
    expect(heard.endings()).toEqual([])
    await clock.advance(0)
    expect(heard.ending('b')).toEqual({ type: 'cancelled', id: 'b', epoch: 0 })
    forks.latest().ready()
    forks.latest().finish()
    expect(forks.latest().assignment?.id).toBe('c')
  })

  it('twice asks once; unknown ids are ignored', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    pool.cancel('a')
    pool.cancel('a')
    pool.cancel('nobody')
    expect(forks.latest().wasToldTo.filter((order) => order === 'cancel')).toHaveLength(1)
    forks.latest().obeyCancel(2)
    await clock.advance(2_000)
    expect(heard.ending('a')).toEqual({ type: 'cancelled', id: 'a', epoch: 2 })
  })

  it('kills a worker that has not obeyed within the grace, with the last epoch it reported', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    pool.dispatch(assignment('b'))
    forks.latest().ready()
    forks.latest().epoch(4)
    pool.cancel('a')
    await clock.advance(1_000)
    expect(heard.ending('a')).toEqual({ type: 'cancelled', id: 'a', epoch: 4 })
    forks.latest().ready()
    expect(forks.latest().assignment?.id).toBe('b')
  })

  it('a training that then fails counts as cancelled', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    pool.cancel('a')
    forks.latest().say({ type: 'failed', id: 'a', reason: 'nan-loss', message: 'it diverged' } as never)
    await clock.advance(100)
    expect(heard.ending('a').type).toBe('cancelled')
  })
})

describe('starting again', () => {
  it('waits longer after every death in a row, and not at all after a training has ended well', async () => {
    const { clock, forks, pool } = setUp(1, { limits: { firstBackOffMs: 100, longestBackOffMs: 1_000 } })
    for (let index = 0; index < 20; index++) pool.dispatch(assignment(`a${index}`))
    const waits: number[] = []
    for (let death = 0; death < 6; death++) {
      const before = forks.workers.length
      forks.latest().ready()
      forks.latest().exit({ code: 1 })
      let waited = 0
      while (forks.workers.length === before) {
        await clock.advance(10)
        waited += 10
      }
      waits.push(waited)
    }
    for (const [index, expected] of [100, 200, 400, 800, 1000, 1000].entries())
      expect(Math.abs((waits[index] as number) - expected)).toBeLessThanOrEqual(20)
    forks.latest().ready()
    forks.latest().finish()
    forks.latest().exit({ code: 1 })
    const before = forks.workers.length
    await clock.advance(120)
    expect(forks.workers.length).toBe(before + 1)
  })

  it('goes on after failed starts, keeps the assignments, and says that it cannot', async () => {
    const { clock, forks, pool, heard } = setUp(1, { limits: { failedStarts: 3 } })
    pool.dispatch(assignment('a'))
    for (let start = 0; start < 3; start++) {
      forks.latest().log.push('Error: Cannot find module worker.js')
      forks.latest().exit({ code: 1 })
      await clock.advance(2_000)
    }
    expect(heard.of('cannot-start')).toEqual([
      {
        type: 'cannot-start',
        message: expect.stringContaining('No training process can be started') as string,
        log: ['Error: Cannot find module worker.js'],
      },
    ])
    expect(heard.endings()).toEqual([])
    forks.latest().ready()
    forks.latest().finish()
    expect(heard.ending('a').type).toBe('finished')
  })

  it('ends a process that does not become ready', async () => {
    const { clock, forks, pool } = setUp(1, { limits: { startTimeoutMs: 10_000 } })
    pool.dispatch(assignment('a'))
    await clock.advance(10_500)
    expect(forks.workers[0]?.killedHard).toBe(1)
    await clock.advance(500)
    expect(forks.workers).toHaveLength(2)
  })
})

describe('resizing', () => {
  it('to more starts what waits at once', () => {
    const { forks, pool } = setUp(1)
    for (const id of ['a', 'b', 'c']) pool.dispatch(assignment(id))
    expect(forks.workers).toHaveLength(1)
    pool.resize(3)
    expect(forks.workers).toHaveLength(3)
    expect(pool.size).toBe(3)
  })

  it('to fewer lets idle workers go at once and busy ones after their training', async () => {
    const { clock, forks, pool, heard } = setUp(3)
    for (const id of ['a', 'b', 'c']) pool.dispatch(assignment(id))
    for (const worker of forks.workers) worker.ready()
    forks.workers[0]?.finish()
    pool.resize(1)
    expect(forks.workers[0]?.wasToldTo).toContain('shutdown')
    const busy = forks.workers.slice(1)
    expect(busy.flatMap(({ wasToldTo }) => wasToldTo)).not.toContain('shutdown')
    for (const worker of busy) worker.finish()
    expect(busy.filter(({ wasToldTo }) => wasToldTo.includes('shutdown'))).toHaveLength(1)
    await clock.advance(1_000)
    expect(forks.living).toHaveLength(1)
    expect(pool.workers()).toHaveLength(1)
    expect(heard.of('finished')).toHaveLength(3)
    expect(heard.of('failed')).toEqual([])
  })

  it('back to more keeps a worker that was to leave after its training', async () => {
    const { clock, forks, pool } = setUp(2)
    pool.dispatch(assignment('a'))
    pool.dispatch(assignment('b'))
    for (const worker of forks.workers) worker.ready()
    pool.resize(1)
    pool.resize(2)
    for (const worker of forks.workers) worker.finish()
    await clock.advance(1_000)
    expect(forks.living).toHaveLength(2)
  })
})

describe('closing', () => {
  it('cancels what is held and resolves when the last process has gone', async () => {
    const { clock, forks, pool, heard } = setUp(2)
    for (const id of ['a', 'b', 'c']) pool.dispatch(assignment(id))
    for (const worker of forks.workers) worker.ready()
    let closed = false
    void pool.close().then(() => (closed = true))
    await clock.advance(100)
    expect(closed).toBe(false)
    await clock.advance(1_000)
    expect(closed).toBe(true)
    expect(forks.living).toHaveLength(0)
    for (const id of ['a', 'b', 'c']) expect(heard.ending(id).type).toBe('cancelled')
    expect(clock.pending).toBe(0)
  })

  it('twice is the same as once, and nothing can be dispatched afterwards', async () => {
    const { clock, pool } = setUp(1)
    const first = pool.close()
    expect(pool.close()).toBe(first)
    await clock.advance(0)
    await first
    expect(() => pool.dispatch(assignment('a'))).toThrow(/closed/)
  })

  it('gives a process up that not even SIGKILL ends, after a while', async () => {
    const { clock, forks, pool, heard } = setUp(1)
    pool.dispatch(assignment('a'))
    forks.latest().ready()
    forks.latest().undying = true
    let closed = false
    void pool.close().then(() => (closed = true))
    await clock.advance(4_000)
    expect(closed).toBe(false)
    await clock.advance(4_000)
    expect(closed).toBe(true)
    expect(heard.ending('a').type).toBe('cancelled')
    expect(clock.pending).toBe(0)
  })
})

describe('misuse', () => {
  it('of one id for two assignments is refused until the first has ended', () => {
    const { forks, pool } = setUp(1)
    pool.dispatch(assignment('a'))
    expect(() => pool.dispatch(assignment('a'))).toThrow(/already waiting or being trained/)
    forks.latest().ready()
    forks.latest().finish()
    expect(() => pool.dispatch(assignment('a'))).not.toThrow()
  })
})

describe('usage', () => {
  it('is the share of the workers time that went into trainings', async () => {
    const { clock, forks, pool } = setUp(2)
    pool.dispatch(assignment('a'))
    await clock.advance(1_000)
    forks.latest().ready()
    await clock.advance(2_000)
    forks.latest().finish()
    await clock.advance(1_000)
    expect(pool.usage()).toEqual({ workerMs: 8_000, trainingMs: 2_000 })
  })
})
