import type { ChildProcess } from 'node:child_process'
import { fork as forkProcess } from 'node:child_process'
import type { Exit, Fork, WorkerProcess } from '../pool/fork.ts'
import { neverStarted } from '../pool/fork.ts'
import { ProcessOutput } from '../pool/process-output.ts'
import { linuxMemory } from './linux-memory.ts'

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
 * @param memory      what the system knows of its processes' memory
 */
export function createChildFork(modulePath: string, memory = linuxMemory): Fork {
  return ({ name, environment }) => {
    guardExit()
    try {
      const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const, 'ipc' as const]
      const env = { ...process.env, ...environment }
      return wrap(forkProcess(modulePath, [name], { serialization: 'advanced', execArgv: [], stdio, env }), memory)
    } catch (error) {
      return neverStarted(error)
    }
  }
}

function wrap(child: ChildProcess, memory: typeof linuxMemory): WorkerProcess {
  const output = new ProcessOutput([child.stdout, child.stderr])
  let onExit: ((exit: Exit) => void) | undefined
  let patience: NodeJS.Timeout | undefined
  let over = false
  const exited = (exit: Exit): void => {
    clearTimeout(patience)
    if (over) return
    over = true
    onExit?.(exit)
  }
  living.add(child)
  memory.sacrificeFirst(child.pid)
  const killsBefore = memory.killsForWantOfMemory()
  const ended = (code: number | null, signal: string | null): void =>
    exited({ code, signal, systemOutOfMemory: memory.killsForWantOfMemory() > killsBefore })
  child.on('error', (error) => {
    // A failed kill or send is an error too, of a process that lives or whose exit is on its way.
    if (child.pid === undefined) exited({ code: null, signal: null, error: error.message })
  })
  // It has ended, and its output and its channel have been read to their ends.
  child.on('close', ended)
  // It has ended, but whatever it started may hold its output open.
  child.on('exit', (code, signal) => {
    living.delete(child)
    patience = setTimeout(() => ended(code, signal), drainMs)
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
    readRss: () => memory.residentBytes(child.pid),
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
