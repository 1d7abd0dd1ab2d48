/**
 * No survivors: every process that a test starts, and whatever those start, carries a mark in its environment. They can be
 * counted, and they are killed after each test, also when their parent has gone before them.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach } from 'vitest'

const variable = 'SWEETSPOT_TEST_TREE'

export interface ProcessTree {
  /** Processes of this tree that exist, zombies included. */
  survivors(): readonly number[]
  /** Waits until there is none, or gives up and returns those that are left. */
  survivorsAfter(ms: number): Promise<readonly number[]>
  killAll(): void
}

/** For one test file: marks the environment, and kills after each test what it left behind. */
export function useProcessTree(): ProcessTree {
  const mark = `${process.pid}-${Date.now()}-${Math.random()}`
  process.env[variable] = mark
  const tree: ProcessTree = {
    survivors: () => (process.platform === 'linux' ? markedWith(mark) : descendantsOf(process.pid)),
    async survivorsAfter(ms) {
      const deadline = Date.now() + ms
      while (tree.survivors().length > 0 && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20))
      return tree.survivors()
    },
    killAll() {
      for (const pid of tree.survivors()) killQuietly(pid)
    },
  }
  afterEach(() => tree.killAll())
  return tree
}

/** A process that has ended but was not waited for still has its entry, with the state Z and without an environment. */
export function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Our own children that have ended and not been waited for. */
export function zombieChildren(): readonly number[] {
  return parents()
    .filter(([pid, parent]) => parent === process.pid && isZombie(pid))
    .map(([pid]) => pid)
}

function markedWith(mark: string): number[] {
  return processIds().filter((pid) => {
    try {
      return pid !== process.pid && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${variable}=${mark}`)
    } catch {
      return false
    }
  })
}

function descendantsOf(root: number): number[] {
  const found = new Set<number>([root])
  const all = parents()
  for (let before = 0; before < found.size;) {
    before = found.size
    for (const [pid, parent] of all) if (found.has(parent)) found.add(pid)
  }
  found.delete(root)
  return [...found]
}

function parents(): (readonly [pid: number, parent: number])[] {
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  return processIds().flatMap((pid) => {
    try {
      const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]
      return parent === undefined ? [] : [[pid, Number(parent)] as const]
    } catch {
      return []
    }
  })
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went by itself meanwhile.
  }
}
