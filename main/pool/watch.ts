import type { Clock } from './clock.ts'

export interface Look {
  readonly now: number
  /** Since the last look; never much more than the interval, so that time asleep is not counted. */
  readonly elapsedMs: number
  /** This process itself has been asleep or blocked: that nothing was heard proves nothing. */
  readonly asleep: boolean
}

/** Looks at something at an interval, as long as there is something to look at. */
export class Watch {
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #look: (look: Look) => void
  readonly #needed: () => boolean
  #lookedAt = 0
  #stop: (() => void) | undefined

  constructor(clock: Clock, everyMs: number, needed: () => boolean, look: (look: Look) => void) {
    this.#clock = clock
    this.#everyMs = everyMs
    this.#needed = needed
    this.#look = look
  }

  /** Harmless if it watches already. */
  start(): void {
    if (this.#stop || !this.#needed()) return
    this.#lookedAt = this.#clock.now()
    this.#again()
  }

  stop(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  #again(): void {
    this.#stop = this.#clock.after(this.#everyMs, () => {
      const now = this.#clock.now()
      const elapsed = now - this.#lookedAt
      const asleep = elapsed > Math.max(2_000, 5 * this.#everyMs)
      this.#lookedAt = now
      this.#look({ now, elapsedMs: Math.min(elapsed, 2 * this.#everyMs), asleep })
      // Undefined: what was seen has led to a stop.
      if (this.#stop === undefined) return
      this.#stop = undefined
      if (this.#needed()) this.#again()
    })
  }
}
