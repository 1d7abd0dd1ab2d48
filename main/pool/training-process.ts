import type { Clock } from './clock.ts'
import { faultOf, faultOfExit, notInProtocol, tooSlowToStart } from './fault.ts'
import type { Exit, Fork, WorkerProcess } from './fork.ts'
import type { PoolLimits, TrialLimits } from './limits.ts'
import type { Ended, ProcessListener, ProcessState } from './process-life.ts'
import type { AboutAssignment, Assignment, Ending, Failure, FromWorker } from './protocol.ts'
import { checkFromWorker } from './protocol-check.ts'
import type { Look } from './watch.ts'

/** How long the last output of a process is waited for after it said that a training failed. */
const outputGraceMs = 25

interface Current {
  readonly id: string
  readonly limits: TrialLimits
  spentMs: number
  epoch: number
  cancelled: boolean
}

/** Supervises one worker process: what it trains, whether it still lives, what it may use, and how it ended. */
export class TrainingProcess {
  readonly #process: WorkerProcess
  readonly #clock: Clock
  readonly #limits: PoolLimits
  readonly #listener: ProcessListener
  readonly #forkedAt: number
  #state: ProcessState = 'starting'
  #current: Current | undefined
  /** Why it is being killed, when that is the fault of the training or of the process. */
  #verdict: Failure | undefined
  /** What it said itself about a training that failed, until that is passed on. */
  #confessed: Failure | undefined
  #meantToGo = false
  #wasReady = false
  #heardAt: number
  #idleSince: number
  #rssBytes: number | undefined
  #settledRssBytes: number | undefined
  #stopGrace: () => void = () => undefined
  #stopOutputGrace: () => void = () => undefined

  constructor(fork: Fork, name: string, clock: Clock, limits: PoolLimits, listener: ProcessListener) {
    this.#clock = clock
    this.#limits = limits
    this.#listener = listener
    this.#forkedAt = this.#heardAt = this.#idleSince = clock.now()
    this.#process = fork({ name })
    this.#process.onMessage((message) => this.#receive(message))
    this.#process.onExit((exit) => this.#exited(exit))
  }

  get state(): ProcessState {
    return this.#state
  }
  get pid(): number | undefined {
    return this.#process.pid
  }
  get trainingId(): string | undefined {
    return this.#current?.id
  }
  get rssBytes(): number | undefined {
    return this.#rssBytes
  }
  /** What it held after its first training, with caches that are full once; undefined until then. */
  get settledRssBytes(): number | undefined {
    return this.#settledRssBytes
  }

  /** Only when idle. */
  start(assignment: Assignment, limits: TrialLimits): void {
    this.#current = {
      id: assignment.id,
      limits,
      spentMs: 0,
      epoch: assignment.checkpoint?.epoch ?? 0,
      cancelled: false,
    }
    this.#heardAt = this.#clock.now()
    this.#become('training')
    this.#process.send({ type: 'start', assignment })
  }

  /** Breaks the training off: by asking, and by SIGKILL if it has not obeyed within the grace. */
  cancel(): void {
    if (this.#current === undefined || this.#current.cancelled) return
    this.#current.cancelled = true
    this.#process.send({ type: 'cancel', id: this.#current.id })
    this.#killAfter(this.#limits.cancelGraceMs)
  }

  /** Has the process go: by asking, then by SIGKILL. A training in it is broken off. */
  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'gone') return
    this.#meantToGo = true
    if (this.#current) this.#current.cancelled = true
    this.#become('leaving')
    this.#process.send({ type: 'shutdown' })
    this.#killAfter(this.#limits.shutdownGraceMs)
  }

  /** To be called at every look of the pool's watch. */
  watch({ now, elapsedMs, asleep }: Look): void {
    if (asleep) this.#heardAt = now
    if (this.#state === 'leaving' || this.#state === 'gone') return
    if (this.#state === 'starting') {
      if (!asleep && now - this.#forkedAt > this.#limits.startTimeoutMs) this.#condemn(tooSlowToStart(this.#limits))
      return
    }
    this.#rssBytes = this.#process.readRss?.() ?? this.#rssBytes
    if (this.#current) this.#current.spentMs += elapsedMs
    const { spentMs, limits } = this.#current ?? { spentMs: 0, limits: {} }
    const fault = faultOf({ heardAt: this.#heardAt, spentMs, rssBytes: this.#rssBytes, limits }, now, this.#limits)
    if (fault) this.#condemn(fault)
    else if (this.#state === 'idle' && now - this.#idleSince > this.#limits.idleMs) this.leave()
  }

  #condemn(failure: Failure): void {
    this.#verdict = failure
    this.#kill()
  }

  #killAfter(graceMs: number): void {
    this.#stopGrace()
    // The second timer lets an answer that has already arrived be read first, if main was busy until now.
    this.#stopGrace = this.#clock.after(graceMs, () => {
      this.#stopGrace = this.#clock.after(1, () => {
        this.#meantToGo = true
        this.#kill()
      })
    })
  }

  #kill(): void {
    this.#become('leaving')
    this.#process.killHard()
    this.#stopGrace()
    // A process caught in a driver outlasts even SIGKILL: neither its trial nor its seat may wait for it for ever.
    const error = `could not be ended (SIGKILL had no effect on process ${this.pid})`
    this.#stopGrace = this.#clock.after(this.#limits.giveUpMs, () => this.#exited({ code: null, signal: null, error }))
  }

  #receive(value: unknown): void {
    if (this.#state === 'gone') return
    const checked = checkFromWorker(value)
    if ('fault' in checked) {
      if (this.#verdict === undefined) this.#condemn(notInProtocol(checked.fault))
      return
    }
    this.#heardAt = this.#clock.now()
    this.#hear(checked.message)
  }

  #hear(message: FromWorker): void {
    switch (message.type) {
      case 'heartbeat':
        this.#rssBytes = message.rssBytes
        return
      case 'ready':
        if (this.#state !== 'starting') return
        this.#wasReady = true
        this.#idleSince = this.#clock.now()
        this.#become('idle')
        this.#listener.ready()
        return
      default:
        // After its last word about a training, and of any other, nothing that it says counts.
        if (message.id === this.#current?.id && !this.#confessed) this.#hearOfTraining(message, this.#current)
    }
  }

  #hearOfTraining(message: AboutAssignment, current: Current): void {
    switch (message.type) {
      case 'failed':
        return this.#failed(message)
      case 'finished':
      case 'cancelled':
        return this.#answered(message)
      case 'epoch':
        current.epoch = message.metrics.epoch
    }
    this.#listener.report(message)
  }

  /** What it wrote about the failure comes by another way than the message, and may arrive a moment later. */
  #failed(failed: Extract<Ending, { type: 'failed' }>): void {
    const { reason, message } = failed
    this.#confessed = { reason, message }
    this.#stopOutputGrace = this.#clock.after(outputGraceMs, () => this.#answered(failed))
  }

  #answered(ending: Ending): void {
    const { cancelled, epoch } = this.#current as Current
    this.#current = undefined
    this.#confessed = undefined
    this.#settledRssBytes ??= this.#rssBytes
    if (this.#state === 'training') {
      this.#stopGrace()
      this.#idleSince = this.#clock.now()
      this.#become('idle')
    }
    if (ending.type !== 'failed') this.#listener.ended(ending)
    else if (cancelled) this.#listener.ended({ type: 'cancelled', id: ending.id, epoch })
    else this.#listener.ended({ ...ending, log: this.#process.lastLines() })
  }

  #exited(exit: Exit): void {
    if (this.#state === 'gone') return
    this.#stopGrace()
    this.#stopOutputGrace()
    const log = this.#process.lastLines()
    const failure = this.#confessed ?? this.#verdict ?? faultOfExit(exit, log, this.#rssBytes)
    const ended = this.#endingAtExit(failure, log)
    this.#current = undefined
    this.#state = 'gone'
    const deserved = this.#verdict?.reason === 'time-limit' || this.#verdict?.reason === 'out-of-memory'
    const unexpected = !this.#meantToGo && !deserved
    this.#listener.gone({ unexpected, wasReady: this.#wasReady, failure, log, ...(ended && { ended }) })
  }

  #endingAtExit(failure: Failure, log: readonly string[]): Ended | undefined {
    if (this.#current === undefined) return undefined
    const { id, cancelled, epoch } = this.#current
    return cancelled ? { type: 'cancelled', id, epoch } : { type: 'failed', id, ...failure, log }
  }

  #become(state: ProcessState): void {
    if (this.#state === state) return
    this.#state = state
    this.#listener.changed()
  }
}
