/**
 * Electron's utilityProcess as its documentation describes it, over plain Node processes: the child speaks through
 * process.parentPort, ends are reported without a signal, and a process has no id before it was spawned nor after its exit.
 */
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UtilityProcess } from 'electron'
import type { UtilityHost } from '../../main/electron/fork-utility.ts'
import { linuxMemory } from '../../main/host/linux-memory.ts'

/** Run in the child before its script: what Electron puts in place of process.send. */
const childSide = `
  import { EventEmitter } from 'node:events'
  const send = process.send.bind(process)
  const port = new EventEmitter()
  port.postMessage = (message) => void (process.connected && send(message))
  process.on('message', (data) => port.emit('message', { data, ports: [] }))
  process.on('disconnect', () => port.emit('close'))
  process.send = undefined
  process.parentPort = port
`

class StandIn extends EventEmitter {
  readonly #child: ChildProcess
  pid: number | undefined

  constructor(child: ChildProcess) {
    super()
    this.#child = child
    child.on('spawn', () => {
      this.pid = child.pid
      this.emit('spawn')
    })
    child.on('message', (message) => this.emit('message', message))
    child.on('exit', (code) => {
      this.pid = undefined
      this.emit('exit', code ?? 0)
    })
  }
  get stdout() {
    return this.#child.stdout
  }
  get stderr() {
    return this.#child.stderr
  }
  postMessage(message: object): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null)
      throw new Error('posting to a process that has ended brings Electron down')
    this.#child.send(message, () => undefined)
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }
}

export interface StandInHost extends UtilityHost {
  remove(): void
}

export function standInHost(): StandInHost {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-utility-'))
  const shim = join(folder, 'parent-port.mjs')
  writeFileSync(shim, childSide)
  const pids = new Set<number>()
  return {
    fork: (modulePath, args) => {
      const child = fork(modulePath, args, {
        serialization: 'advanced',
        execArgv: ['--import', `file://${shim}`],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      if (child.pid !== undefined) pids.add(child.pid)
      return new StandIn(child) as unknown as UtilityProcess
    },
    metrics: () =>
      [...pids].map((pid) => ({
        pid,
        memory: { workingSetSize: Math.round((linuxMemory.residentBytes(pid) ?? 0) / 1024) },
      })),
    kill: (pid, signal) => void process.kill(pid, signal),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
