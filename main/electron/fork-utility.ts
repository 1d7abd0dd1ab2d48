import type { Readable } from 'node:stream'
import type { UtilityProcess } from 'electron'
import type { Exit, Fork, WorkerProcess } from '../pool/fork.ts'
import { neverStarted } from '../pool/fork.ts'
import { ProcessOutput } from '../pool/process-output.ts'

/** After its exit, how long the last of a process's output is waited for: it arrives by another way. */
const drainMs = 300
/** Asking Electron for its processes' memory takes its own time: the answer serves all workers for this long. */
const metricsMs = 1000

/** What is needed of Electron: `utilityProcess.fork`, `app.getAppMetrics`, and `process.kill` for what does not listen. */
export interface UtilityHost {
  fork(
    modulePath: string,
    args: string[],
    options: { serviceName: string; stdio: ('ignore' | 'pipe')[]; env?: Record<string, string | undefined> },
  ): UtilityProcess
  /** workingSetSize is in kilobytes. */
  metrics(): readonly { readonly pid: number; readonly memory: { readonly workingSetSize: number } }[]
  kill(pid: number, signal: 'SIGKILL'): void
}

/**
 * Forks workers as Electron's utility processes; only after `app` is ready. The name appears in the process list of
 * `app.getAppMetrics()` and in `child-process-gone`.
 *
 * Electron does not say which signal ended a process, and reports 0 for one that it had to kill: the pool keeps its own reason.
 *
 * @param modulePath  dist/main/worker.js
 */
export function createUtilityFork(modulePath: string, host: UtilityHost): Fork {
  const readRss = memoryReader(host)
  return ({ name, environment }) => {
    try {
      const child = host.fork(modulePath, [name], {
        serviceName: name,
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(environment && { env: { ...process.env, ...environment } }),
      })
      return wrap(child, host, readRss)
    } catch (error) {
      return neverStarted(error)
    }
  }
}

function wrap(child: UtilityProcess, host: UtilityHost, readRss: (pid: number) => number | undefined): WorkerProcess {
  const output = new ProcessOutput([child.stdout as Readable | null, child.stderr as Readable | null])
  let ended = false
  let condemned = false
  let onExit: (exit: Exit) => void = () => undefined
  const end = (): void => {
    if (ended || child.pid === undefined) return
    try {
      host.kill(child.pid, 'SIGKILL')
    } catch {
      // It went by itself in this moment; its exit is on the way.
    }
  }
  // It has no process id before: what was condemned meanwhile is ended now.
  child.once('spawn', () => condemned && end())
  // V8 gave up: usually the heap overflowed. The exit follows.
  child.on('error', (type, location) => output.append(`${type} at ${location}\n`))
  child.once('exit', (code) => {
    ended = true
    output.whenDrained(drainMs, () => onExit({ code, signal: null }))
  })
  return {
    get pid() {
      return child.pid
    },
    // Posting to a process that has ended can bring Electron down (electron/electron#53923).
    send: (message) => void (ended || child.postMessage(message)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      onExit = listener
    },
    kill: () => void (ended || child.kill()),
    killHard: () => {
      condemned = true
      end()
    },
    lastLines: () => output.lines(),
    readRss: () => (ended || child.pid === undefined ? undefined : readRss(child.pid)),
  }
}

function memoryReader(host: UtilityHost): (pid: number) => number | undefined {
  let bytesByPid = new Map<number, number>()
  let readAt = -Infinity
  return (pid) => {
    if (performance.now() - readAt > metricsMs) {
      bytesByPid = new Map(host.metrics().map((metric) => [metric.pid, metric.memory.workingSetSize * 1024]))
      readAt = performance.now()
    }
    return bytesByPid.get(pid)
  }
}
