import { CardBudget } from '../pool/card-memory.ts'
import type { CardMemory } from '../pool/card-memory.ts'
import { mayUseCard } from '../pool/device-slots.ts'
import { createPool } from '../pool/pool.ts'
import type { Pool, PoolEvent } from '../pool/pool.ts'
import { processClock } from '../pool/process-clock.ts'
import type { Fork } from '../pool/fork.ts'
import type { PoolLimits, TrialLimits } from '../pool/limits.ts'
import type { Assignment } from '../pool/protocol.ts'
import type { SeatView } from '../pool/seat.ts'

export type TrainingEvent = Extract<PoolEvent, { id: string }>

const readCardEveryMs = 3_000

export interface SharedPoolOptions {
  readonly fork: Fork
  readonly limits?: Partial<PoolLimits>
  /** A worker started, became free, took up work, left or died. */
  readonly onChanged: () => void
  readonly onTrouble: (message: string) => void
  /** Memory of the graphics card, where the shell can ask its driver. */
  readonly readCardMemory?: (() => Promise<CardMemory | undefined>) | undefined
}

/**
 * The worker processes of all studies that run: as many as these studies ask for together, forked when there is work for
 * them. What is said about a training goes to whoever ordered it.
 */
export class SharedPool {
  readonly #options: SharedPoolOptions
  readonly #shares = new Map<string, number>()
  readonly #listeners = new Map<string, (event: TrainingEvent) => void>()
  readonly #budget = new CardBudget()
  #pool: Pool | undefined
  #stopReading: (() => void) | undefined
  #watchingCard = false
  #closed = false

  constructor(options: SharedPoolOptions) {
    this.#options = options
  }

  /** Grants a study its number of workers; 0 gives them back. */
  share(study: string, workers: number): void {
    if (workers > 0) this.#shares.set(study, workers)
    else this.#shares.delete(study)
    const size = Math.max(
      1,
      [...this.#shares.values()].reduce((sum, share) => sum + share, 0),
    )
    if (this.#pool) this.#pool.resize(size)
    else if (this.#shares.size > 0) this.#pool = this.#create(size)
  }

  dispatch(assignment: Assignment, limits: TrialLimits, listener: (event: TrainingEvent) => void): void {
    this.#pool ??= this.#create(1)
    this.#listeners.set(assignment.id, listener)
    if (mayUseCard(assignment)) this.#watchCard()
    try {
      this.#pool.dispatch(assignment, limits)
    } catch (error) {
      this.#listeners.delete(assignment.id)
      throw error
    }
  }

  cancel(id: string): void {
    this.#pool?.cancel(id)
  }

  workers(): readonly SeatView[] {
    return this.#pool?.workers() ?? []
  }

  /** Reads the card's memory now and then while something trains on it: what one training takes bounds how many may. */
  #watchCard(): void {
    const { readCardMemory } = this.#options
    if (readCardMemory === undefined || this.#watchingCard) return
    this.#watchingCard = true
    // Before the first training has taken anything: what is in use now belongs to others.
    let isFirst = (this.#pool?.onCard ?? 0) === 0
    const read = async (): Promise<void> => {
      const running = isFirst ? 0 : (this.#pool?.onCard ?? 0)
      const memory = await readCardMemory().catch(() => undefined)
      // A driver that cannot be asked will not be asked again.
      if (memory === undefined || this.#closed) return
      // Who came or went meanwhile would be charged for the others.
      const now = this.#pool?.onCard ?? 0
      if (isFirst || now === running) this.#budget.note(memory, running)
      isFirst = false
      if (now === 0) this.#watchingCard = false
      else this.#stopReading = processClock.after(readCardEveryMs, () => void read())
    }
    void read()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopReading?.()
    await this.#pool?.close()
  }

  #create(size: number): Pool {
    const { fork, limits, onChanged, onTrouble } = this.#options
    return createPool({
      fork,
      clock: processClock,
      size,
      cardSlots: () => this.#budget.slots,
      ...(limits ? { limits } : {}),
      onEvent: (event) => {
        if (event.type === 'worker' || event.type === 'free') return onChanged()
        if (event.type === 'cannot-start') return onTrouble(event.message)
        const listener = this.#listeners.get(event.id)
        if (event.type === 'finished' || event.type === 'cancelled' || event.type === 'failed')
          this.#listeners.delete(event.id)
        listener?.(event)
      },
    })
  }
}
