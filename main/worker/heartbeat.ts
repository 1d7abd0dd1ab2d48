import type { Port } from './port.ts'

export interface HeartbeatOptions {
  readonly everyMs: number
  readonly now: () => number
  readonly rssBytes: () => number
}

/** Tells the supervisor that this process lives and how much memory it holds: from a timer, and between slices. */
export class Heartbeat {
  readonly #port: Port
  readonly #options: HeartbeatOptions
  #beatAt = -Infinity

  constructor(port: Port, options: HeartbeatOptions) {
    this.#port = port
    this.#options = options
  }

  /** @returns a function that stops it */
  start(): () => void {
    const timer = setInterval(() => this.beat(), this.#options.everyMs)
    return () => clearInterval(timer)
  }

  /** Sends one, unless the last was less than half an interval ago. */
  beat(): void {
    const now = this.#options.now()
    if (now - this.#beatAt < this.#options.everyMs / 2) return
    this.#beatAt = now
    this.#port.send({ type: 'heartbeat', rssBytes: this.#options.rssBytes() })
  }
}
