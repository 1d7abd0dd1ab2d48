import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createChildFork } from '../../main/host/fork-child.ts'
import { processClock } from '../../main/pool/process-clock.ts'
import type { PoolLimits, TrialLimits } from '../../main/pool/limits.ts'
import type { Pool } from '../../main/pool/pool.ts'
import { createPool } from '../../main/pool/pool.ts'
import { exists, useProcessTree, zombieChildren } from '../process-tree.ts'
import { assignment } from './assignments.ts'
import { bundle } from './bundle.ts'
import { Recorder } from './recorder.ts'

const tree = useProcessTree()
let script: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  script = await bundle('faulty-worker.ts')
})
afterAll(() => script.remove())

const pools: Pool[] = []
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
  expect(tree.survivors()).toEqual([])
  expect(zombieChildren()).toEqual([])
})

function openPool(size: number, limits: Partial<PoolLimits> = {}): { pool: Pool; heard: Recorder } {
  const heard = new Recorder()
  const fork = createChildFork(script.path)
  const pool = createPool({ fork, clock: processClock, size, limits, onEvent: heard.onEvent })
  pools.push(pool)
  return { pool, heard }
}

/** Runs the faulty order between two good ones on one worker, and two more on another. */
async function among(order: string, { pool, heard }: ReturnType<typeof openPool>, limits: TrialLimits = {}) {
  pool.dispatch(assignment('before'))
  pool.dispatch(assignment('faulty', order), limits)
  for (const id of ['after 1', 'after 2', 'after 3']) pool.dispatch(assignment(id, 'succeed 30'))
  await heard.ended('before', 'faulty', 'after 1', 'after 2', 'after 3')
  expect(heard.of('finished').map(({ id }) => id)).toHaveLength(4)
  const ending = heard.ending('faulty')
  expect(ending.type).toBe('failed')
  return ending as Extract<typeof ending, { type: 'failed' }>
}

describe('a fault costs exactly one trial and the pool goes on', () => {
  it('when the process aborts', async () => {
    const failed = await among('crash', openPool(2))
    expect(failed.reason).toBe('crash')
    expect(failed.message).toMatch(/ended unexpectedly by SIGABRT/)
  })

  it('when the process dies of a segmentation fault', async () => {
    const failed = await among('segfault', openPool(2))
    expect(failed).toMatchObject({ reason: 'crash', message: expect.stringContaining('SIGSEGV') as string })
  })

  it('when the process exits by itself, even with code 0', async () => {
    const failed = await among('exit 0', openPool(2))
    expect(failed).toMatchObject({ reason: 'crash', message: expect.stringContaining('exit code 0') as string })
  })

  it('when it is killed from outside with SIGKILL', async () => {
    const { pool, heard } = openPool(1)
    pool.dispatch(assignment('victim', 'run-on'))
    pool.dispatch(assignment('next'))
    await heard.until(() => heard.of('epoch').length > 2)
    process.kill(pool.workers()[0]?.pid as number, 'SIGKILL')
    await heard.ended('victim', 'next')
    expect(heard.ending('victim')).toMatchObject({
      type: 'failed',
      reason: 'crash',
      message: expect.stringContaining('killed from outside (SIGKILL)') as string,
    })
    expect(heard.ending('next').type).toBe('finished')
  })

  it('when it is stopped with SIGSTOP and says nothing any more', async () => {
    const failed = await among('stop', openPool(2, { heartbeatTimeoutMs: 1500 }))
    expect(failed.reason).toBe('hang')
    expect(failed.message).toMatch(/said nothing for 1.5 s/)
  })

  it('when it takes more memory than it may, also while it blocks', async () => {
    for (const order of ['leak', 'leak-blocking']) {
      const failed = await among(order, openPool(2), { memoryBytes: 400 * 2 ** 20 })
      expect(failed.reason).toBe('out-of-memory')
      expect(failed.message).toMatch(/more than the limit of 400 MB/)
    }
  })

  it('when an allocation is refused, with a fresh worker afterwards', async () => {
    const { pool, heard } = openPool(1)
    const failed = await among('allocate-too-much', { pool, heard })
    expect(failed.reason).toBe('out-of-memory')
    expect(pool.workers()[0]?.starts).toBe(2)
  })

  it('when the JavaScript heap overflows', async () => {
    vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=60')
    const failed = await among('fill-heap', openPool(2)).finally(() => vi.unstubAllEnvs())
    expect(failed.reason).toBe('out-of-memory')
    expect(failed.log.join('\n')).toMatch(/heap out of memory/)
  })

  it('when training throws, with what the process wrote last', async () => {
    const failed = await among('throw', openPool(2))
    expect(failed).toMatchObject({ reason: 'exception', message: 'Training failed: the order was to throw' })
    expect(failed.log).toContain('about to go wrong')
    expect(failed.log.join('\n')).toMatch(/Error: the order was to throw\n\s+at /)
  })

  it('when a promise of training is rejected', async () => {
    expect(await among('reject', openPool(2))).toMatchObject({ reason: 'exception' })
  })

  it('when something throws outside of the training, with the stack in the log', async () => {
    const failed = await among('throw-later', openPool(2))
    expect(failed.reason).toBe('crash')
    expect(failed.log.join('\n')).toMatch(/thrown where nobody catches/)
  })

  it('when the loss is not a number, and the worker is kept', async () => {
    const { pool, heard } = openPool(1)
    const failed = await among('nan', { pool, heard })
    expect(failed.reason).toBe('nan-loss')
    expect(failed.message).toMatch(/lower learning rate/)
    expect(pool.workers()[0]?.starts).toBe(1)
  })

  it('when it takes longer than it may', async () => {
    const failed = await among('run-on', openPool(2), { timeMs: 600 })
    expect(failed).toMatchObject({ reason: 'time-limit', message: expect.stringContaining('0.6 s') as string })
  })

  it('when it blocks longer than it may', async () => {
    const failed = await among('block 20000', openPool(2), { timeMs: 600 })
    expect(failed.reason).toBe('time-limit')
  })

  it('when it says what is not in the protocol', async () => {
    const failed = await among('babble', openPool(2))
    expect(failed).toMatchObject({ reason: 'crash', message: expect.stringContaining('not in the protocol') as string })
  })
})

describe('cancellation', () => {
  it('is obeyed between slices, and keeps the worker', async () => {
    const { pool, heard } = openPool(1)
    pool.dispatch(assignment('long', 'run-on'))
    await heard.until(() => heard.of('epoch').length > 2)
    const started = Date.now()
    pool.cancel('long')
    await heard.ended('long')
    expect(Date.now() - started).toBeLessThan(1000)
    expect(heard.ending('long')).toMatchObject({ type: 'cancelled' })
    pool.dispatch(assignment('next'))
    await heard.ended('next')
    expect(pool.workers()[0]?.starts).toBe(1)
  })

  it('is enforced within a second on a worker that ignores it, blocks or is stopped, which is replaced', async () => {
    const { pool, heard } = openPool(3)
    const orders = ['ignore-cancel', 'block 20000', 'stop']
    for (const order of orders) pool.dispatch(assignment(order, order))
    await heard.until(() => heard.of('began').length === 3)
    const pids = pool.workers().map(({ pid }) => pid as number)
    const started = Date.now()
    for (const order of orders) pool.cancel(order)
    await heard.ended(...orders)
    expect(Date.now() - started).toBeLessThan(1000)
    for (const order of orders) expect(heard.ending(order).type).toBe('cancelled')
    pool.dispatch(assignment('next'))
    await heard.ended('next')
    expect(pids.filter(exists)).toEqual([])
  })
})

describe('closing', () => {
  it('leaves no process, whatever the workers are doing', async () => {
    const { pool, heard } = openPool(4)
    const orders = ['run-on', 'block 20000', 'stop', 'ignore-cancel']
    for (const order of [...orders, 'succeed']) pool.dispatch(assignment(order, order))
    await heard.until(() => heard.of('began').length === 4)
    const started = Date.now()
    await pool.close()
    expect(Date.now() - started).toBeLessThan(1500)
    expect(tree.survivors()).toEqual([])
    expect(zombieChildren()).toEqual([])
    for (const order of [...orders, 'succeed']) expect(heard.ending(order).type).toBe('cancelled')
  })

  it('leaves no process that was only just starting', async () => {
    const { pool } = openPool(2)
    pool.dispatch(assignment('one'))
    pool.dispatch(assignment('two'))
    await pool.close()
    expect(tree.survivors()).toEqual([])
  })
})
