import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChildFork } from '../../main/host/fork-child.ts'
import { linuxMemory } from '../../main/host/linux-memory.ts'
import type { Exit } from '../../main/pool/fork.ts'
import { useProcessTree } from '../process-tree.ts'
import { bundle } from './bundle.ts'
import { describeFork } from './fork-contract.ts'

useProcessTree()
let script: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  script = await bundle('faulty-worker.ts')
})
afterAll(() => script.remove())

describeFork('child_process', () => ({
  fork: createChildFork(script.path),
  forkNothing: createChildFork('/nowhere/at/all.mjs'),
}))

describe.runIf(process.platform === 'linux')('a worker on Linux', () => {
  it('is what the system ends first when memory runs out, and its exit says that it did', async () => {
    let kills = 7
    const worker = createChildFork(script.path, { ...linuxMemory, killsForWantOfMemory: () => kills })({
      name: 'worker 1',
    })
    const exit = new Promise<Exit>((resolve) => worker.onExit(resolve))
    expect(readFileSync(`/proc/${worker.pid}/oom_score_adj`, 'latin1').trim()).toBe('500')
    kills += 1
    process.kill(worker.pid as number, 'SIGKILL')
    expect(await exit).toEqual({ code: null, signal: 'SIGKILL', systemOutOfMemory: true })
  })

  it('has its memory measured from outside', () => {
    const ours = linuxMemory.residentBytes(process.pid) as number
    expect(Math.abs(ours - process.memoryUsage.rss())).toBeLessThan(64e6)
    expect(linuxMemory.residentBytes(undefined)).toBeUndefined()
    expect(linuxMemory.killsForWantOfMemory()).toBeGreaterThanOrEqual(0)
  })
})
