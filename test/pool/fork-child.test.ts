import { afterAll, beforeAll } from 'vitest'
import { createChildFork } from '../../main/host/fork-child.ts'
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
