import type { Clock } from './clock.ts'
import type { Fork } from './fork.ts'
import type { PoolLimits } from './limits.ts'
import { backOffMs } from './limits.ts'
import type { Report } from './protocol.ts'
import type { Death, Ended } from './process-life.ts'
import { TrainingProcess } from './training-process.ts'

/** empty: no process, one is forked when there is work; backing-off: its process died, the next start has to wait. */
export type SeatState = 'empty' | 'starting' | 'idle' | 'training' | 'leaving' | 'backing-off'

export interface SeatView {
  /** Numbers the seat from 1; a replacement sits on the seat of the process that has gone. */
  readonly worker: number
  readonly state: SeatState
  readonly pid?: number
  /** The assignment being trained. */
  readonly id?: string
  readonly rssBytes?: number
  /** Processes that this seat has had. */
  readonly starts: number
}

export interface SeatListener {
  ready(seat: Seat): void
  report(report: Report): void
  ended(seat: Seat, ended: Ended): void
  gone(seat: Seat, death: Death): void
  changed(seat: Seat): void
}

/** A place in the pool: has at most one worker process at a time, and a memory of how often they died. */
export class Seat {
  readonly number: number
  /** To be removed as soon as its process has gone. */
  retiring = false
  readonly #fork: Fork
  readonly #clock: Clock
  readonly #limits: PoolLimits
  readonly #listener: SeatListener
  #process: TrainingProcess | undefined
  #starts = 0
  #deaths = 0
  #notBefore = 0

  constructor(number: number, fork: Fork, clock: Clock, limits: PoolLimits, listener: SeatListener) {
    this.number = number
    this.#fork = fork
    this.#clock = clock
    this.#limits = limits
    this.#listener = listener
  }

  get process(): TrainingProcess | undefined {
    return this.#process
  }

  get state(): SeatState {
    const state = this.#process?.state
    if (state !== undefined && state !== 'gone') return state
    return this.startsIn() > 0 ? 'backing-off' : 'empty'
  }

  /** Milliseconds until a process may be started here. */
  startsIn(): number {
    return Math.max(0, this.#notBefore - this.#clock.now())
  }

  view(): SeatView {
    const { pid, trainingId, rssBytes } = this.#process ?? {}
    return {
      worker: this.number,
      state: this.state,
      starts: this.#starts,
      ...(pid !== undefined && { pid }),
      ...(trainingId !== undefined && { id: trainingId }),
      ...(rssBytes !== undefined && { rssBytes }),
    }
  }

  /** Only when empty. */
  open(): void {
    this.#starts += 1
    this.#process = new TrainingProcess(this.#fork, `worker ${this.number}`, this.#clock, this.#limits, {
      ready: () => this.#listener.ready(this),
      report: (report) => this.#listener.report(report),
      changed: () => this.#listener.changed(this),
      ended: (ended) => this.#listener.ended(this, ended),
      gone: (death) => this.#left(death),
    })
    this.#listener.changed(this)
  }

  /** A training ended in a regular way: whatever went wrong before, this seat works. */
  forgive(): void {
    this.#deaths = 0
  }

  #left(death: Death): void {
    this.#process = undefined
    this.#deaths = death.unexpected ? this.#deaths + 1 : 0
    this.#notBefore = this.#clock.now() + backOffMs(this.#deaths, this.#limits)
    this.#listener.changed(this)
    this.#listener.gone(this, death)
  }
}
