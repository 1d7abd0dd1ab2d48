/** Memory of the graphics card as its driver tells it, in bytes; all programs together. */
export interface CardMemory {
  readonly totalBytes: number
  readonly usedBytes: number
}

/** Before anything was measured: two keep a card busy, and rarely fill it. */
const unmeasuredSlots = 2
/** Left free for the screen and for what grows later. */
const usableShare = 0.9

/** How many trainings fit on the card, by the most that one of them was seen to take. */
export class CardBudget {
  #totalBytes = 0
  /** Taken by others: the least that was ever in use, seen without trainings. */
  #othersBytes: number | undefined
  #bytesPerTraining = 0

  /**
   * @param running  trainings on the card when it was read
   */
  note({ totalBytes, usedBytes }: CardMemory, running: number): void {
    this.#totalBytes = totalBytes
    if (running === 0) this.#othersBytes = usedBytes
    else if (this.#othersBytes !== undefined)
      this.#bytesPerTraining = Math.max(this.#bytesPerTraining, (usedBytes - this.#othersBytes) / running)
  }

  /** At least 1. */
  get slots(): number {
    if (this.#bytesPerTraining <= 0) return unmeasuredSlots
    const free = this.#totalBytes - (this.#othersBytes ?? 0)
    return Math.max(1, Math.floor((free * usableShare) / this.#bytesPerTraining))
  }
}
