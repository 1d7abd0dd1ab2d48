import type { Clock } from '../../main/pool/clock.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Time that passes when it is told to. */
export class FakeClock implements Clock {
  #now = 1000
  #order = 0
  #timers: Timer[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  get pending(): number {
    return this.#timers.length
  }

  /** Lets so much time pass, running what falls due in order, with the microtasks of each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await microtasks()
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)
      if (!next) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
      await microtasks()
    }
    this.#now = end
  }

  /** Time passes without anything running: this process was asleep. What fell due runs afterwards. */
  async sleep(ms: number): Promise<void> {
    this.#now += ms
    await this.advance(0)
  }
}

async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}
