import type { ChildProcess } from 'node:child_process'
import { fork as forkProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Exit, Fork, WorkerProcess } from '../pool/fork.ts'
import { LogTail } from '../pool/log-tail.ts'
import type { ToWorker } from '../pool/protocol.ts'

/** After its exit, how long the last of a process's output is waited for: a grandchild may hold the stream open. */
const outputGraceMs = 300

const living = new Set<ChildProcess>()
let guarding = false

/**
 * Forks workers by child_process, for the shells that run in plain Node.
 *
 * @param modulePath  dist/main/worker.js
 * Not detached: a worker in the group of its parent gets the signals of the terminal, and the system continues a stopped one
 * when the group is orphaned, so that it can see that its parent has gone.
 */
export function createChildFork(modulePath: string): Fork {
  return ({ name }) => {
    guardExit()
    try {
      return wrap(
        forkProcess(modulePath, [name], {
          serialization: 'advanced',
          execArgv: [],
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        }),
      )
    } catch (error) {
      return neverStarted(error)
    }
  }
}

function wrap(child: ChildProcess): WorkerProcess {
  const log = new LogTail()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (chunk: string) => log.append(chunk))
    stream?.on('error', () => undefined)
  }
  living.add(child)
  let listener: ((exit: Exit) => void) | undefined
  let over = false
  const exited = (exit: Exit): void => {
    if (over) return
    over = true
    living.delete(child)
    child.stdout?.destroy()
    child.stderr?.destroy()
    listener?.(exit)
  }
  child.on('error', (error) => {
    // A failed kill or send is an error too, of a process that lives or whose exit is on its way.
    if (child.pid === undefined) exited({ code: null, signal: null, error: error.message })
  })
  child.on('close', (code, signal) => exited({ code, signal }))
  child.on('exit', (code, signal) => {
    living.delete(child)
    setTimeout(() => exited({ code, signal }), outputGraceMs)
  })
  return {
    get pid() {
      return child.pid
    },
    send: (message: ToWorker) => {
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (receive) => void child.on('message', receive),
    onExit: (heard) => {
      listener = heard
    },
    kill: () => void child.kill('SIGTERM'),
    killHard: () => void child.kill('SIGKILL'),
    lastLines: () => log.lines(),
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

function neverStarted(error: unknown): WorkerProcess {
  const message = error instanceof Error ? error.message : String(error)
  const nothing = (): void => undefined
  return {
    pid: undefined,
    send: nothing,
    onMessage: nothing,
    onExit: (heard) => void setImmediate(() => heard({ code: null, signal: null, error: message })),
    kill: nothing,
    killHard: nothing,
    lastLines: () => [],
  }
}
