import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UtilityProcess } from 'electron'
import { createUtilityFork } from '../../main/electron/fork-utility.ts'
import type { Exit } from '../../main/pool/fork.ts'
import { bundle } from '../pool/bundle.ts'
import { describeFork } from '../pool/fork-contract.ts'
import { useProcessTree } from '../process-tree.ts'
import { standInHost } from './utility-stand-in.ts'

useProcessTree()
const host = standInHost()
let script: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  script = await bundle('faulty-worker.ts')
})
afterAll(() => {
  script.remove()
  host.remove()
})

describeFork("a stand-in for Electron's utilityProcess", () => ({
  fork: createUtilityFork(script.path, host),
  forkNothing: createUtilityFork('/nowhere/at/all.mjs', host),
  hidesSignals: true,
}))

describe("fork by Electron's utilityProcess", () => {
  it('ends a process that was condemned before it was spawned', async () => {
    const worker = createUtilityFork(script.path, host)({ name: 'worker 1' })
    const exit = new Promise<Exit>((resolve) => worker.onExit(resolve))
    expect(worker.pid).toBeUndefined()
    worker.killHard()
    await exit
  })

  it('reports a fork that throws as an exit with its reason', async () => {
    const fails = (): UtilityProcess => {
      throw new Error('utilityProcess cannot be used before app is ready')
    }
    const worker = createUtilityFork(script.path, { ...host, fork: fails })({ name: 'worker 1' })
    const exit = await new Promise<Exit>((resolve) => worker.onExit(resolve))
    expect(exit.error).toMatch(/before app is ready/)
  })
})
