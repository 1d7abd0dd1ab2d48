import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CardBudget } from '../../main/pool/card-memory.ts'
import { DeviceSlots, mayUseCard } from '../../main/pool/device-slots.ts'
import { createPool } from '../../main/pool/pool.ts'
import { assignment } from './assignments.ts'
import { FakeClock } from './fake-clock.ts'
import { fakeFork } from './fake-fork.ts'
import { Recorder } from './recorder.ts'

const gigabyte = 2 ** 30
const card = (id: string) => assignment(id, 'succeed', { engines: ['compiled-webgpu', 'compiled'] })
const processor = (id: string) => assignment(id, 'succeed', { engines: ['compiled', 'compiled-webgpu'] })

function setUp(size: number, cardSlots: () => number) {
  const clock = new FakeClock()
  const forks = fakeFork(clock)
  const heard = new Recorder()
  const pool = createPool({ fork: forks.fork, clock, size, cardSlots, onEvent: heard.onEvent })
  const started = new Set<unknown>()
  /** Ids of what the workers train, once all that were forked are ready. */
  const training = () => {
    for (const worker of forks.workers)
      if (!started.has(worker)) {
        started.add(worker)
        worker.ready()
      }
    return forks.workers.flatMap((worker) => (worker.assignment ? [worker.assignment.id] : [])).sort()
  }
  const workerOf = (id: string) => forks.workers.find((worker) => worker.assignment?.id === id)!
  return { forks, heard, pool, training, workerOf }
}

describe('a training', () => {
  it('may use the card if its first engine does, or any of them where the quickest is chosen', () => {
    expect(mayUseCard({ engines: ['compiled-cuda', 'compiled'] })).toBe(true)
    expect(mayUseCard({ engines: ['compiled', 'compiled-cuda'] })).toBe(false)
    expect(mayUseCard({ engines: ['compiled', 'tfjs-node-gpu'], speeds: [] })).toBe(true)
    expect(mayUseCard({ engines: ['compiled', 'tfjs-wasm'], speeds: [] })).toBe(false)
  })
})

describe('the seats of a pool', () => {
  it('let as many trainings on the card as there is room, and let those for the processor pass', () => {
    const { pool, training, workerOf } = setUp(4, () => 2)
    for (const id of ['a', 'b', 'c']) pool.dispatch(card(id))
    pool.dispatch(processor('p'))
    expect(training()).toEqual(['a', 'b', 'p'])
    expect(pool.onCard).toBe(2)
    workerOf('a').finish()
    expect(training()).toEqual(['b', 'c', 'p'])
  })

  it('give the place on to the next one when a training fell back to the processor', () => {
    const { pool, training, workerOf } = setUp(3, () => 1)
    for (const id of ['a', 'b']) pool.dispatch(card(id))
    expect(training()).toEqual(['a'])
    workerOf('a').say({ type: 'began', id: 'a', engine: 'compiled', device: 'cpu' })
    expect(training()).toEqual(['a', 'b'])
  })

  it('let one on the card whatever was measured, so that nothing waits for ever', () => {
    const { pool, training } = setUp(2, () => 0)
    pool.dispatch(card('a'))
    expect(training()).toEqual(['a'])
  })
})

describe('places on the card', () => {
  it('never hold more than there are, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.boolean())), fc.integer({ min: 1, max: 4 }), (moves, room) => {
        const slots = new DeviceSlots(() => room)
        for (const [number, comes] of moves) {
          const one = card(String(number))
          if (!comes) slots.leave(one.id)
          else if (slots.admits(one)) slots.take(one)
          expect(slots.taken).toBeLessThanOrEqual(room)
          const waiting = Array.from({ length: 6 }, (_, index) => card(`w${index}`))
          expect(slots.admitted(waiting)).toBe(room - slots.taken)
        }
      }),
    )
  })
})

describe("the card's memory", () => {
  it('bounds the trainings on it by the most that one was seen to take', () => {
    const budget = new CardBudget()
    expect(budget.slots).toBe(2)
    budget.note({ totalBytes: 10 * gigabyte, usedBytes: gigabyte }, 0)
    budget.note({ totalBytes: 10 * gigabyte, usedBytes: 2 * gigabyte }, 1)
    expect(budget.slots).toBe(8)
    budget.note({ totalBytes: 10 * gigabyte, usedBytes: 7 * gigabyte }, 2)
    expect(budget.slots).toBe(2)
    budget.note({ totalBytes: 10 * gigabyte, usedBytes: 9.9 * gigabyte }, 1)
    expect(budget.slots).toBe(1)
  })
})
