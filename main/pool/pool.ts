import type { Clock } from './clock.ts'
import { DeviceSlots } from './device-slots.ts'
import type { Fork } from './fork.ts'
import type { PoolLimits, TrialLimits } from './limits.ts'
import { defaultLimits } from './limits.ts'
import type { Assignment, Report } from './protocol.ts'
import type { SeatView } from './seat.ts'
import { Seat } from './seat.ts'
import { PoolError } from './pool-error.ts'
import type { Death, Ended } from './process-life.ts'
import type { Waiting } from './seating.ts'
import { leastBusyFirst, seatToShare, tooFull } from './seating.ts'
import type { Usage } from './usage.ts'
import { UsageMeter } from './usage.ts'
import { Watch } from './watch.ts'

export type PoolEvent =
  | Report
  /** The last word about an assignment: every dispatched one gets exactly one of finished, cancelled, failed. */
  | Ended
  /** A worker started, became free, took up work, left or died. */
  | { readonly type: 'worker'; readonly worker: SeatView }
  /** There is room for so many more assignments that would start at once. */
  | { readonly type: 'free'; readonly free: number }
  /** Several starts in a row have failed; the assignments wait, and the pool goes on trying at longer intervals. */
  | { readonly type: 'cannot-start'; readonly message: string; readonly log: readonly string[] }

export interface PoolOptions {
  readonly fork: Fork
  readonly clock: Clock
  /** Workers at most; at least 1. */
  readonly size: number
  readonly limits?: Partial<PoolLimits>
  /** Trainings that the graphics card has room for now; default: no bound. */
  readonly cardSlots?: () => number
  /** Called in the turn in which something happened; may call the pool. Must not throw. */
  readonly onEvent: (event: PoolEvent) => void
}

export interface Pool {
  readonly size: number
  /** Assignments that would start at once if dispatched now. */
  readonly free: number
  /**
   * Gives the assignment to the next free worker, in the order of the calls; those that find none wait here.
   * @throws PoolError closed; duplicate if an assignment of this id has not ended yet
   */
  dispatch(assignment: Assignment, limits?: TrialLimits): void
  /** Breaks it off within a second; its event is cancelled, or finished if it was done by then. Unknown ids are ignored. */
  cancel(id: string): void
  /** Fewer: free workers leave at once, the others after their training. */
  resize(size: number): void
  workers(): readonly SeatView[]
  /** Trainings that are, or may come to be, on the graphics card. */
  readonly onCard: number
  usage(): Usage
  /** Breaks off what is held and ends every worker; resolves when no process is left. Safe to call twice. */
  close(): Promise<void>
}

/** Supervises worker processes, forked by the function that it is given. They start when there is work for them. */
export function createPool(options: PoolOptions): Pool {
  return new WorkerPool(options)
}

class WorkerPool implements Pool {
  readonly #fork: Fork
  readonly #clock: Clock
  readonly #limits: PoolLimits
  readonly #onEvent: (event: PoolEvent) => void
  readonly #usage: UsageMeter
  readonly #watch: Watch
  readonly #held = new Set<string>()
  readonly #slots: DeviceSlots
  #queue: Waiting[] = []
  #seats: Seat[] = []
  #size = 0
  #failedStarts = 0
  #stopBackOff: (() => void) | undefined
  #closed: Promise<void> | undefined
  #emptied: () => void = () => undefined

  constructor({ fork, clock, size, limits, cardSlots = () => Infinity, onEvent }: PoolOptions) {
    this.#slots = new DeviceSlots(cardSlots)
    this.#fork = fork
    this.#clock = clock
    this.#limits = { ...defaultLimits, ...limits }
    this.#onEvent = onEvent
    this.#usage = new UsageMeter(clock.now())
    const hasProcesses = (): boolean => this.#seats.some((seat) => seat.process)
    this.#watch = new Watch(clock, this.#limits.watchEveryMs, hasProcesses, (look) => {
      for (const seat of [...this.#seats]) seat.process?.watch(look)
    })
    this.resize(size)
  }

  get size(): number {
    return this.#size
  }

  get free(): number {
    return this.#closed ? 0 : Math.max(0, this.#size - this.#held.size)
  }

  dispatch(assignment: Assignment, limits: TrialLimits = {}): void {
    if (this.#closed) throw new PoolError('closed', 'The pool has been closed: nothing can be trained in it any more.')
    if (this.#held.has(assignment.id))
      throw new PoolError('duplicate', `The assignment ${assignment.id} is already waiting or being trained.`)
    this.#held.add(assignment.id)
    this.#queue.push({ assignment, limits })
    this.#pump()
  }

  cancel(id: string): void {
    const waiting = this.#queue.find(({ assignment }) => assignment.id === id)
    if (waiting) this.#withdraw([waiting])
    else this.#seats.find((seat) => seat.process?.trainingIds.includes(id))?.process?.cancel(id)
  }

  resize(size: number): void {
    this.#size = Math.max(1, Math.floor(size))
    const staying = this.#seats.filter((seat) => !seat.retiring)
    for (const seat of leastBusyFirst(staying).slice(0, Math.max(0, staying.length - this.#size))) this.#retire(seat)
    for (const seat of this.#seats)
      if (seat.retiring && this.#staying() < this.#size && seat.state !== 'leaving') seat.retiring = false
    while (this.#staying() < this.#size) this.#seats.push(this.#newSeat())
    this.#measure()
    this.#pump()
  }

  workers(): readonly SeatView[] {
    return this.#seats.map((seat) => seat.view())
  }

  get onCard(): number {
    return this.#slots.taken
  }

  usage(): Usage {
    return this.#usage.read(this.#clock.now())
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#emptied = resolve
      queueMicrotask(() => this.#empty())
    })
    return this.#closed
  }

  #empty(): void {
    this.#withdraw(this.#queue)
    this.#stopBackOff?.()
    for (const seat of [...this.#seats]) this.#retire(seat, true)
    this.#finishClosing()
  }

  #finishClosing(): void {
    if (this.#closed === undefined || this.#seats.some((seat) => seat.process)) return
    this.#watch.stop()
    // What was withdrawn from the queue is announced in a microtask of its own, before the caller goes on.
    queueMicrotask(this.#emptied)
  }

  /** Takes assignments out of the queue. Said in a microtask, since callers do not expect an event before cancel returns. */
  #withdraw(withdrawn: readonly Waiting[]): void {
    this.#queue = this.#queue.filter((waiting) => !withdrawn.includes(waiting))
    queueMicrotask(() => {
      for (const { assignment } of withdrawn)
        this.#settle({ type: 'cancelled', id: assignment.id, epoch: assignment.checkpoint?.epoch ?? 0 })
    })
  }

  #settle(ended: Ended): void {
    this.#held.delete(ended.id)
    this.#slots.leave(ended.id)
    this.#measure()
    this.#onEvent(ended)
    this.#pump()
    if (this.free > 0) this.#onEvent({ type: 'free', free: this.free })
  }

  /** Gives waiting assignments to idle workers, and starts workers while more are wanted than are on their way. */
  #pump(): void {
    if (this.#closed) return
    for (const seat of this.#seats) {
      if (this.#queue.length === 0) return
      const next = this.#queue.find(({ assignment }) => this.#slots.admits(assignment))
      if (next === undefined) break
      if (seat.retiring || seat.state !== 'idle') continue
      if (tooFull(seat, next)) seat.process?.leave()
      else {
        this.#queue = this.#queue.filter((other) => other !== next)
        this.#slots.take(next.assignment)
        seat.process?.start(next.assignment, next.limits)
        this.#measure()
      }
    }
    const admitted = this.#slots.admitted(this.#queue.map(({ assignment }) => assignment))
    let wanted = admitted - this.#seats.filter((seat) => !seat.retiring && seat.state === 'starting').length
    for (const seat of this.#seats)
      if (wanted > 0 && !seat.retiring && seat.state === 'empty') {
        seat.open()
        wanted -= 1
      }
    this.#watch.start()
    if (wanted > 0) this.#pumpAfterBackOff()
    this.#share()
  }

  /** When every worker trains, what waits joins trainings of its stack. */
  #share(): void {
    if (this.#seats.some((seat) => !seat.retiring && seat.state !== 'training')) return
    for (const waiting of [...this.#queue]) {
      const seat = seatToShare(this.#seats, waiting)
      if (seat === undefined || !this.#slots.admits(waiting.assignment)) continue
      this.#slots.take(waiting.assignment)
      this.#queue = this.#queue.filter((other) => other !== waiting)
      seat.process?.start(waiting.assignment, waiting.limits)
    }
  }

  #pumpAfterBackOff(): void {
    const waits = this.#seats.filter((seat) => seat.state === 'backing-off').map((seat) => seat.startsIn())
    this.#stopBackOff?.()
    if (waits.length > 0) this.#stopBackOff = this.#clock.after(Math.min(...waits) + 1, () => this.#pump())
  }

  #newSeat(): Seat {
    const numbers = new Set(this.#seats.map((seat) => seat.number))
    let number = 1
    while (numbers.has(number)) number += 1
    return new Seat(number, this.#fork, this.#clock, this.#limits, {
      ready: () => {
        this.#failedStarts = 0
        this.#pump()
      },
      report: (report) => this.#heard(report),
      ended: (seat, ended) => this.#ended(seat, ended),
      gone: (seat, death) => this.#gone(seat, death),
      changed: (seat) => this.#onEvent({ type: 'worker', worker: seat.view() }),
    })
  }

  #heard(report: Report): void {
    this.#onEvent(report)
    if (report.type !== 'began') return
    this.#slots.began(report.id, report.device)
    this.#pump()
  }

  #ended(seat: Seat, ended: Ended): void {
    if (seat.process?.state === 'idle') {
      seat.forgive()
      // What allocation failed for may be freed only in part; the next training deserves an empty process.
      if (seat.retiring || (ended.type === 'failed' && ended.reason === 'out-of-memory')) seat.process.leave()
    }
    this.#settle(ended)
  }

  #gone(seat: Seat, death: Death): void {
    if (seat.retiring) this.#seats = this.#seats.filter((other) => other !== seat)
    if (!death.wasReady && death.unexpected) this.#startFailed(death)
    this.#measure()
    for (const ended of death.ended) this.#settle(ended)
    this.#finishClosing()
    this.#pump()
  }

  #startFailed({ failure, log }: Death): void {
    this.#failedStarts += 1
    if (this.#failedStarts === this.#limits.failedStarts && !this.#closed)
      this.#onEvent({ type: 'cannot-start', message: `No training process can be started. ${failure.message}`, log })
  }

  #retire(seat: Seat, atOnce = false): void {
    seat.retiring = true
    if (seat.process === undefined) this.#seats = this.#seats.filter((other) => other !== seat)
    else if (atOnce || seat.state !== 'training') seat.process.leave()
  }

  #staying(): number {
    return this.#seats.filter((seat) => !seat.retiring).length
  }

  #measure(): void {
    const training = this.#seats.filter((seat) => seat.process?.trainingId !== undefined).length
    this.#usage.note(this.#clock.now(), this.#size, training)
  }
}
