import type { Clock } from './clock.ts'
import { endedWith, faultOf, faultOfExit, notInProtocol, tooSlowToStart } from './fault.ts'
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
  readonly stack: string | undefined
  readonly limits: TrialLimits
  spentMs: number
  epoch: number
  cancelled: boolean
  /** What the process said itself about a training that failed, until that is passed on. */
  confessed?: Failure
  stopOutputGrace: () => void
}

/** Supervises one worker process: what it trains, one assignment or those of one stack, whether it still lives, what it may use, and how it ended. */
export class TrainingProcess {
  readonly #process: WorkerProcess
  readonly #clock: Clock
  readonly #limits: PoolLimits
  readonly #listener: ProcessListener
  readonly #forkedAt: number
  #state: ProcessState = 'starting'
  readonly #current = new Map<string, Current>()
  /** Why it is being killed, when that is the fault of a training (`of`) or of the process. */
  #verdict: { readonly failure: Failure; readonly of?: Current } | undefined
  #meantToGo = false
  #wasReady = false
  #heardAt: number
  #idleSince: number
  #rssBytes: number | undefined
  #settledRssBytes: number | undefined
  #stopGrace: () => void = () => undefined

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
  /** One of the trainings in hand. */
  get trainingId(): string | undefined {
    return this.trainingIds[0]
  }
  get trainingIds(): readonly string[] {
    return [...this.#current.keys()]
  }
  /** What trainings must be named to share this process with those in hand; undefined if nobody can. */
  get stack(): string | undefined {
    const [first] = this.#current.values()
    return first?.stack
  }
  get rssBytes(): number | undefined {
    return this.#rssBytes
  }
  /** What it held after its first training, with caches that are full once; undefined until then. */
  get settledRssBytes(): number | undefined {
    return this.#settledRssBytes
  }

  /** Only when idle, or while it trains others of the assignment's stack. */
  start(assignment: Assignment, limits: TrialLimits): void {
    this.#current.set(assignment.id, {
      id: assignment.id,
      stack: assignment.stack,
      limits,
      spentMs: 0,
      epoch: assignment.checkpoint?.epoch ?? 0,
      cancelled: false,
      stopOutputGrace: () => undefined,
    })
    this.#heardAt = this.#clock.now()
    this.#become('training')
    this.#process.send({ type: 'start', assignment })
  }

  /** Breaks a training off: by asking, and by SIGKILL if it has not obeyed within the grace. */
  cancel(id: string): void {
    const current = this.#current.get(id)
    if (current === undefined || current.cancelled) return
    current.cancelled = true
    this.#process.send({ type: 'cancel', id })
    this.#killAfter(this.#limits.cancelGraceMs)
  }

  /** Has the process go: by asking, then by SIGKILL. Trainings in it are broken off. */
  leave(): void {
    if (this.#state === 'leaving' || this.#state === 'gone') return
    this.#meantToGo = true
    for (const current of this.#current.values()) current.cancelled = true
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
    for (const current of this.#current.values()) current.spentMs += elapsedMs
    const [fault] = [...this.#current.values(), undefined].flatMap((of) => this.#faultOf(of, now))
    if (fault) this.#condemn(fault.failure, fault.of)
    else if (this.#state === 'idle' && now - this.#idleSince > this.#limits.idleMs) this.leave()
  }

  /** What is wrong with a training in hand, or with the process itself. Time is one training's own; memory and silence all's. */
  #faultOf(current: Current | undefined, now: number): { failure: Failure; of?: Current }[] {
    const { spentMs, limits } = current ?? { spentMs: 0, limits: {} }
    const failure = faultOf({ heardAt: this.#heardAt, spentMs, rssBytes: this.#rssBytes, limits }, now, this.#limits)
    if (failure === undefined) return []
    return [{ failure, ...(current && failure.reason === 'time-limit' ? { of: current } : {}) }]
  }

  #condemn(failure: Failure, of?: Current): void {
    this.#verdict = { failure, ...(of && { of }) }
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
        this.#hearOf(message)
    }
  }

  /** After its last word about a training, and of any that it does not have, nothing that it says counts. */
  #hearOf(message: AboutAssignment): void {
    const current = this.#current.get(message.id)
    if (current && !current.confessed) this.#hearOfTraining(message, current)
  }

  #hearOfTraining(message: AboutAssignment, current: Current): void {
    switch (message.type) {
      case 'failed':
        return this.#failed(message, current)
      case 'finished':
      case 'cancelled':
        return this.#answered(message, current)
      case 'epoch':
        current.epoch = message.metrics.epoch
    }
    this.#listener.report(message)
  }

  /** What it wrote about the failure comes by another way than the message, and may arrive a moment later. */
  #failed(failed: Extract<Ending, { type: 'failed' }>, current: Current): void {
    const { reason, message } = failed
    current.confessed = { reason, message }
    current.stopOutputGrace = this.#clock.after(outputGraceMs, () => this.#answered(failed, current))
  }

  #answered(ending: Ending, { id, cancelled, epoch }: Current): void {
    this.#current.delete(id)
    this.#settledRssBytes ??= this.#rssBytes
    const waitsForOthers = [...this.#current.values()].some((other) => other.cancelled)
    if (this.#state === 'training' && !waitsForOthers) this.#stopGrace()
    if (this.#state === 'training' && this.#current.size === 0) {
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
    const log = this.#process.lastLines()
    const trainings = [...this.#current.values()]
    for (const { stopOutputGrace } of trainings) stopOutputGrace()
    const verdict = this.#verdict
    const confessed = trainings.length === 1 ? trainings[0]!.confessed : undefined
    const failure = confessed ?? verdict?.failure ?? faultOfExit(exit, log, this.#rssBytes)
    const ended = trainings.map((current) => this.#endingAtExit(current, failure, log))
    this.#current.clear()
    this.#state = 'gone'
    const deserved = verdict?.failure.reason === 'time-limit' || verdict?.failure.reason === 'out-of-memory'
    const unexpected = !this.#meantToGo && !deserved
    this.#listener.gone({ unexpected, wasReady: this.#wasReady, failure, log, ended })
  }

  #endingAtExit(current: Current, failure: Failure, log: readonly string[]): Ended {
    const { id, cancelled, epoch, confessed } = current
    if (cancelled) return { type: 'cancelled', id, epoch }
    const guilty = this.#verdict?.of
    const own = confessed ?? (guilty && guilty !== current ? endedWith(guilty.id, failure) : failure)
    return { type: 'failed', id, ...own, log }
  }

  #become(state: ProcessState): void {
    if (this.#state === state) return
    this.#state = state
    this.#listener.changed()
  }
}
