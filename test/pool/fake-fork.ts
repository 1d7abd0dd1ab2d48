import type { Clock } from '../../main/pool/clock.ts'
import type { Exit, Fork, WorkerProcess } from '../../main/pool/fork.ts'
import type { Assignment, FromWorker, ToWorker } from '../../main/pool/protocol.ts'
import { epochMetrics, trainingResult } from './assignments.ts'

/** A worker process that does what a test says. */
export class FakeWorker implements WorkerProcess {
  readonly pid: number
  readonly name: string
  readonly received: ToWorker[] = []
  readonly log: string[] = []
  rssBytes: number | undefined
  alive = true
  /** Not even SIGKILL ends it. */
  undying = false
  killedHard = 0
  readonly #clock: Clock
  #onMessage: (message: unknown) => void = () => undefined
  #onExit: (exit: Exit) => void = () => undefined

  constructor(pid: number, name: string, clock: Clock) {
    this.pid = pid
    this.name = name
    this.#clock = clock
  }

  send(message: ToWorker): void {
    if (this.alive) this.received.push(message)
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener
  }
  onExit(listener: (exit: Exit) => void): void {
    this.#onExit = listener
  }
  kill(): void {
    this.#dieSoon('SIGTERM')
  }
  killHard(): void {
    this.killedHard += 1
    this.#dieSoon('SIGKILL')
  }
  lastLines(): readonly string[] {
    return this.log
  }
  readRss(): number | undefined {
    return this.rssBytes
  }

  /** What it was last told to train. */
  get assignment(): Assignment | undefined {
    const start = this.received.findLast((message) => message.type === 'start')
    return start?.type === 'start' ? start.assignment : undefined
  }
  get wasToldTo(): string[] {
    return this.received.map(({ type }) => type)
  }

  say(message: FromWorker | { readonly type: string }): void {
    if (this.alive) this.#onMessage(message)
  }
  ready(): void {
    this.say({ type: 'ready' })
  }
  beat(rssBytes = 1e8): void {
    this.say({ type: 'heartbeat', rssBytes })
  }
  epoch(epoch: number): void {
    this.say({ type: 'epoch', id: this.#id(), metrics: epochMetrics(epoch) })
  }
  finish(): void {
    this.say({ type: 'finished', id: this.#id(), result: trainingResult })
  }
  obeyCancel(epoch = 0): void {
    this.say({ type: 'cancelled', id: this.#id(), epoch })
  }
  exit(exit: Partial<Exit> = {}): void {
    if (!this.alive) return
    this.alive = false
    this.#onExit({ code: null, signal: null, ...exit })
  }

  #id(): string {
    return this.assignment?.id ?? 'none'
  }
  #dieSoon(signal: string): void {
    if (!this.undying) this.#clock.after(1, () => this.exit({ signal }))
  }
}

export interface FakeFork {
  readonly fork: Fork
  /** Every worker forked so far, in order. */
  readonly workers: readonly FakeWorker[]
  readonly living: readonly FakeWorker[]
  latest(): FakeWorker
}

/** @param onFork may make the new worker behave, e.g. be ready at once */
export function fakeFork(clock: Clock, onFork: (worker: FakeWorker) => void = () => undefined): FakeFork {
  const workers: FakeWorker[] = []
  return {
    workers,
    get living() {
      return workers.filter(({ alive }) => alive)
    },
    latest: () => workers.at(-1) as FakeWorker,
    fork: ({ name }) => {
      const worker = new FakeWorker(1000 + workers.length, name, clock)
      workers.push(worker)
      onFork(worker)
      return worker
    },
  }
}
