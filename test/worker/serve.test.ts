import { afterEach, describe, expect, it, vi } from 'vitest'
import { startHeartbeat } from '../../main/worker/heartbeat.ts'
import type { Train } from '../../main/worker/serve.ts'
import { serve } from '../../main/worker/serve.ts'
import { assignment, epochMetrics, trainingResult } from '../pool/assignments.ts'
import { StandInPort } from './stand-in-port.ts'

const untilCancelled: Train = async (_assignment, { breathe, signal }) => {
  while (!signal.aborted) await breathe()
  return { type: 'cancelled', epoch: 2 }
}

function serving(train: Train) {
  const port = new StandInPort()
  const left: string[] = []
  const log: string[] = []
  serve({ port, train, leave: (why) => left.push(why), log: (text) => log.push(text) })
  return { port, left, log }
}

describe('the heartbeat', () => {
  afterEach(() => void vi.useRealTimers())

  it('says at once and then regularly how much memory the process holds, until it is stopped', () => {
    vi.useFakeTimers()
    const port = new StandInPort()
    let rssBytes = 1
    const stop = startHeartbeat(port, 500, () => rssBytes++)
    vi.advanceTimersByTime(1_000)
    stop()
    vi.advanceTimersByTime(1_000)
    expect(port.of('heartbeat').map((beat) => beat.rssBytes)).toEqual([1, 2, 3])
  })
})

describe('a worker', () => {
  it('says that it is ready', () => {
    expect(serving(untilCancelled).port.sent).toEqual([{ type: 'ready' }])
  })

  it('passes on what the training reports, under the name of its assignment', async () => {
    const { port } = serving((_assignment, { report }) => {
      report({ type: 'began', engine: 'compiled', device: 'cpu' })
      report({ type: 'epoch', metrics: epochMetrics(1) })
      return Promise.resolve({ type: 'finished', result: trainingResult })
    })
    port.tell({ type: 'start', assignment: assignment('a') })
    await port.ending('a')
    expect(port.sent.slice(1)).toEqual([
      { type: 'began', id: 'a', engine: 'compiled', device: 'cpu' },
      { type: 'epoch', id: 'a', metrics: epochMetrics(1) },
      { type: 'finished', id: 'a', result: trainingResult },
    ])
  })

  it('breaks a training off between slices, and takes the next one', async () => {
    const { port } = serving(untilCancelled)
    port.tell({ type: 'start', assignment: assignment('a') })
    port.tell({ type: 'cancel', id: 'another' })
    port.tell({ type: 'cancel', id: 'a' })
    expect(await port.ending('a')).toEqual({ type: 'cancelled', id: 'a', epoch: 2 })
    port.tell({ type: 'start', assignment: assignment('b') })
    port.tell({ type: 'cancel', id: 'b' })
    expect(await port.ending('b')).toEqual({ type: 'cancelled', id: 'b', epoch: 2 })
  })

  it('answers what the training throws with its reason, and writes the stack', async () => {
    const { port, log } = serving(() => {
      throw new RangeError('Array buffer allocation failed')
    })
    port.tell({ type: 'start', assignment: assignment('a') })
    expect(await port.ending('a')).toMatchObject({ type: 'failed', reason: 'out-of-memory' })
    expect(log.join('\n')).toMatch(/RangeError: Array buffer allocation failed\n\s+at /)
  })

  it('fails an order that it does not understand, and goes on', async () => {
    const { port } = serving(untilCancelled)
    port.tell({ type: 'start', assignment: { ...assignment('a'), engines: ['abacus'] } })
    const ending = await port.ending('a')
    expect(ending).toMatchObject({ type: 'failed', reason: 'exception' })
    expect(ending.type === 'failed' && ending.message).toMatch(/not in the protocol \(assignment\.engines\.0/)
    port.tell({ type: 'sing' })
    port.tell(null)
    port.tell({ type: 'start', assignment: assignment('b') })
    port.tell({ type: 'cancel', id: 'b' })
    expect((await port.ending('b')).type).toBe('cancelled')
  })

  it('refuses a second training while it has one in hand', async () => {
    const { port } = serving(untilCancelled)
    port.tell({ type: 'start', assignment: assignment('a') })
    port.tell({ type: 'start', assignment: assignment('b') })
    expect(await port.ending('b')).toMatchObject({ type: 'failed', reason: 'exception' })
    port.tell({ type: 'cancel', id: 'a' })
    expect((await port.ending('a')).type).toBe('cancelled')
  })

  it('leaves when it is told to, and when its supervisor has gone', () => {
    const { port, left } = serving(untilCancelled)
    port.tell({ type: 'shutdown' })
    port.vanish()
    expect(left).toEqual(['told', 'alone'])
  })
})
