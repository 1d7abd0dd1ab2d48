import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exists, isZombie, useProcessTree } from '../process-tree.ts'
import { bundle } from './bundle.ts'

const tree = useProcessTree()
type Script = Awaited<ReturnType<typeof bundle>>
let scripts: { worker: Script; parent: Script }
beforeAll(async () => {
  scripts = { worker: await bundle('faulty-worker.ts'), parent: await bundle('parent.ts') }
})
afterAll(() => {
  scripts.worker.remove()
  scripts.parent.remove()
})

/** A program with a worker for each order. `until` resolves with the first line that starts with the word. */
function startParent(ending: string, orders: readonly string[], options: { group?: boolean } = {}) {
  const child = spawn(process.execPath, [scripts.parent.path, scripts.worker.path, ending, ...orders], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: options.group ?? false,
  })
  let output = ''
  let wake: () => void = () => undefined
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    wake()
  })
  const until = async (word: string): Promise<string> => {
    for (;;) {
      const line = output.split('\n').find((text) => text.startsWith(word))
      if (line !== undefined) return line
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  /** Process ids of the workers, in the order of the orders. */
  const pids = async () => {
    const byOrder = new Map(JSON.parse((await until('pids')).slice('pids '.length)) as [string, number][])
    return orders.map((order) => byOrder.get(order) as number)
  }
  return { child, until, pids, output: () => output }
}

async function allGone(pids: readonly number[], ms: number): Promise<readonly number[]> {
  const deadline = Date.now() + ms
  const left = () => pids.filter((pid) => exists(pid) && !isZombie(pid))
  while (left().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  return left()
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => void child.once('exit', () => resolve()))

describe('when their parent vanishes, workers leave by themselves', () => {
  it('within a slice, whether they compute, wait, ignore cancellation, or block their loop for a while', async () => {
    const { child, pids } = startParent('stay', ['run-on', 'succeed 60000', 'ignore-cancel', 'block 1500'])
    const workers = await pids()
    expect(workers).toHaveLength(4)
    child.kill('SIGKILL')
    await ended(child)
    expect(await allGone(workers.slice(0, 3), 1_000)).toEqual([])
    expect(await allGone(workers.slice(3), 3_000)).toEqual([])
    expect(await tree.survivorsAfter(1_000)).toEqual([])
  })

  it('when it is asked to end and does not tell them', async () => {
    const { child, pids } = startParent('stay', ['run-on', 'succeed 60000'])
    const workers = await pids()
    child.kill('SIGTERM')
    await ended(child)
    expect(await allGone(workers, 1_000)).toEqual([])
  })

  it.each(['exit', 'throw'])('even those that are stopped, when it ends by %s', async (ending) => {
    const { child, pids } = startParent(ending, ['stop', 'run-on'])
    const workers = await pids()
    await ended(child)
    expect(await allGone(workers, 1_000)).toEqual([])
  })
})

describe('when their parent vanishes while they are still starting', () => {
  it.each([0, 50, 150, 300])('%i ms after the fork, workers leave too', async (ms) => {
    const { child } = startParent(`die after ${ms}`, ['run-on', 'succeed 60000'])
    await ended(child)
    expect(await tree.survivorsAfter(5_000)).toEqual([])
  })
})

describe('Ctrl-C in a terminal', () => {
  it('is left to the program: its workers go on until it has closed its pool', async () => {
    const { child, until, pids, output } = startParent('close on SIGINT', ['run-on'], {
      group: true,
    })
    const workers = await pids()
    await until('waiting')
    process.kill(-(child.pid as number), 'SIGINT')
    await until('closed')
    expect(output()).toMatch(/interrupted\ncancelled run-on\nclosed\n/)
    await ended(child)
    expect(await allGone(workers, 500)).toEqual([])
  })
})
