import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchParent } from '../../main/worker/parent-watch.ts'
import { openPort } from '../../main/worker/port.ts'

describe("the worker's line to its supervisor", () => {
  it('is process.send and its messages under child_process', () => {
    const sent: unknown[] = []
    const heard: unknown[] = []
    const child = Object.assign(new EventEmitter(), {
      connected: true,
      send: (message: unknown) => sent.push(message) > 0,
    })
    const port = openPort(child)
    port?.onMessage((message) => heard.push(message))
    port?.onLost(() => heard.push('lost'))
    port?.send({ type: 'ready' })
    child.emit('message', { type: 'shutdown' })
    child.emit('disconnect')
    expect(sent).toEqual([{ type: 'ready' }])
    expect(heard).toEqual([{ type: 'shutdown' }, 'lost'])
    child.connected = false
    port?.send({ type: 'ready' })
    expect(sent).toHaveLength(1)
  })

  it('is lost from the beginning if the supervisor went while the worker was still loading', async () => {
    const child = Object.assign(new EventEmitter(), { connected: false, send: () => false })
    const lost = vi.fn()
    openPort(child)?.onLost(lost)
    await Promise.resolve()
    expect(lost).toHaveBeenCalledTimes(1)
  })

  it("is process.parentPort under Electron's utilityProcess, whose events carry the message as data", () => {
    const sent: unknown[] = []
    const heard: unknown[] = []
    const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => void sent.push(message) })
    const port = openPort(Object.assign(new EventEmitter(), { parentPort }))
    port?.onMessage((message) => heard.push(message))
    port?.onLost(() => heard.push('lost'))
    port?.send({ type: 'ready' })
    parentPort.emit('message', { data: { type: 'shutdown' } })
    parentPort.emit('close')
    expect(sent).toEqual([{ type: 'ready' }])
    expect(heard).toEqual([{ type: 'shutdown' }, 'lost'])
  })

  it('does not exist in a process that nobody forked', () => {
    expect(openPort(new EventEmitter())).toBeUndefined()
  })
})

describe('watching the parent', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('tells once when this process has been handed to another', () => {
    let parent = 42
    const gone = vi.fn()
    watchParent(() => parent, 500, gone)
    vi.advanceTimersByTime(5_000)
    expect(gone).not.toHaveBeenCalled()
    parent = 1
    vi.advanceTimersByTime(5_000)
    expect(gone).toHaveBeenCalledTimes(1)
  })
})
