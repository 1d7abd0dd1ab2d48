import { describe, expect, it } from 'vitest'
import { defaultPoolSize } from '../../main/pool/default-size.ts'
import { faultOf, faultOfExit } from '../../main/pool/fault.ts'
import { backOffMs } from '../../main/pool/limits.ts'

const gigabyte = 2 ** 30

describe('the fault of a watched training', () => {
  const limits = { heartbeatTimeoutMs: 30_000 }
  const watched = { heardAt: 100_000, spentMs: 50_000, rssBytes: 300e6, limits: { timeMs: 60_000, memoryBytes: 400e6 } }

  it('is none while it speaks and keeps to its limits, at the limits themselves too', () => {
    expect(faultOf(watched, 120_000, limits)).toBeUndefined()
    expect(faultOf({ ...watched, spentMs: 60_000, rssBytes: 400e6 }, 130_000, limits)).toBeUndefined()
  })

  it('is none without limits, however long and large', () => {
    expect(faultOf({ ...watched, spentMs: 1e9, rssBytes: 1e12, limits: {} }, 120_000, limits)).toBeUndefined()
  })

  it('is memory before time before silence, if there are several', () => {
    const worst = { ...watched, spentMs: 70_000, rssBytes: 500e6 }
    expect(faultOf(worst, 200_000, limits)?.reason).toBe('out-of-memory')
    expect(faultOf({ ...worst, rssBytes: undefined }, 200_000, limits)?.reason).toBe('time-limit')
    expect(faultOf({ ...worst, limits: {} }, 200_000, limits)?.reason).toBe('hang')
  })
})

describe('the fault of a process that ended', () => {
  it('is memory if it wrote so before it ended', () => {
    const lines = [
      '<--- Last few GCs --->',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ]
    expect(faultOfExit({ code: null, signal: 'SIGABRT' }, lines, 4e9)).toEqual({
      reason: 'out-of-memory',
      message:
        'The training process ran out of memory and ended. It last used 3815 MB of memory. Lower the largest batch size or network.',
    })
  })

  it('is memory if the system says that it ended one for want of it', () => {
    const exit = { code: null, signal: 'SIGKILL', systemOutOfMemory: true }
    expect(faultOfExit(exit, [], undefined).reason).toBe('out-of-memory')
    expect(faultOfExit({ ...exit, systemOutOfMemory: false }, [], undefined).reason).toBe('crash')
    expect(faultOfExit({ ...exit, signal: 'SIGSEGV' }, [], undefined).reason).toBe('crash')
  })

  it('is a crash otherwise, which says how it ended', () => {
    expect(faultOfExit({ code: 139, signal: null }, [], undefined)).toEqual({
      reason: 'crash',
      message: 'The training process ended unexpectedly with exit code 139.',
    })
    expect(faultOfExit({ code: null, signal: 'SIGBUS' }, [], undefined).message).toMatch(/by SIGBUS/)
    expect(faultOfExit({ code: null, signal: null, error: 'spawn EAGAIN' }, [], undefined).message).toMatch(
      /spawn EAGAIN/,
    )
  })
})

describe('the wait before a worker is started again', () => {
  it('doubles with every death in a row, up to the longest', () => {
    const limits = { firstBackOffMs: 100, longestBackOffMs: 30_000 }
    expect([0, 1, 2, 3, 9, 10, 2000].map((deaths) => backOffMs(deaths, limits))).toEqual([
      0, 100, 200, 400, 25_600, 30_000, 30_000,
    ])
  })
})

describe('the default size of the pool', () => {
  it.each([
    [1, 1],
    [2, 2],
    [4, 4],
    [5, 4],
    [8, 7],
    [16, 14],
    [64, 62],
  ])('on %i cores is %i', (cores, size) => {
    expect(defaultPoolSize(cores, 1024 * gigabyte)).toBe(size)
  })

  it('is what fits into memory if that is less, and never less than one', () => {
    expect(defaultPoolSize(16, 4 * gigabyte)).toBe(6)
    expect(defaultPoolSize(16, 0.1 * gigabyte)).toBe(1)
    expect(defaultPoolSize(0, 0)).toBe(1)
  })
})
