import type { ChildProcess } from 'node:child_process'
import { fork as forkProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Exit, Fork, WorkerProcess } from '../pool/fork.ts'
import { neverStarted } from '../pool/fork.ts'
import { ProcessOutput } from '../pool/process-output.ts'

/** After its exit, how long the last of a process's output and messages is waited for. */
const drainMs = 300

const living = new Set<ChildProcess>()
let guarding = false

/**
 * Forks workers by child_process, for the shells that run in plain Node.
 *
 * Not detached: a worker in the group of its parent gets the signals of the terminal, and the system continues a stopped one
 * when the group is orphaned, so that it can see that its parent has gone.
 *
 * @param modulePath  dist/main/worker.js
 */
export function createChildFork(modulePath: string): Fork {
  return ({ name }) => {
    guardExit()
    try {
      const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const, 'ipc' as const]
      return wrap(forkProcess(modulePath, [name], { serialization: 'advanced', execArgv: [], stdio }))
    } catch (error) {
      return neverStarted(error)
    }
  }
}

function wrap(child: ChildProcess): WorkerProcess {
  const output = new ProcessOutput([child.stdout, child.stderr])
  let onExit: ((exit: Exit) => void) | undefined
  let over = false
  const exited = (exit: Exit): void => {
    if (over) return
    over = true
    onExit?.(exit)
  }
  living.add(child)
  child.on('error', (error) => {
    // A failed kill or send is an error too, of a process that lives or whose exit is on its way.
    if (child.pid === undefined) exited({ code: null, signal: null, error: error.message })
  })
  // close: it has ended, and its output and its channel have been read to their ends.
  child.on('close', (code, signal) => exited({ code, signal }))
  child.on('exit', (code, signal) => {
    living.delete(child)
    output.whenDrained(drainMs, () => setImmediate(() => exited({ code, signal })))
  })
  return {
    get pid() {
      return child.pid
    },
    send: (message) => {
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      onExit = listener
    },
    kill: () => void child.kill('SIGTERM'),
    killHard: () => void child.kill('SIGKILL'),
    lastLines: () => output.lines(),
    ...(process.platform === 'linux' && { readRss: () => readResidentBytes(child.pid) }),
  }
}

/** Resident memory of a Linux process: the second field of statm, in pages of 4 kB on every platform that is shipped. */
export function readResidentBytes(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1])
    return Number.isFinite(pages) && pages > 0 ? pages * 4096 : undefined
  } catch {
    return undefined
  }
}

/** A stopped worker cannot see its parent leave: whatever still lives when this process exits is killed. */
function guardExit(): void {
  if (guarding) return
  guarding = true
  process.on('exit', () => {
    for (const child of living) child.kill('SIGKILL')
  })
}
