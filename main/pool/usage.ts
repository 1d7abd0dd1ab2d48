/** How much of the workers' time went into training, in milliseconds since the pool was made. */
export interface Usage {
  /** Size of the pool, integrated over time. */
  readonly workerMs: number
  /** Workers with a training in hand, integrated over time. */
  readonly trainingMs: number
}

/** Integrates the pool's size and its busy workers; `note` is called at every change of either. */
export class UsageMeter {
  #workerMs = 0
  #trainingMs = 0
  #since: number
  #size = 0
  #training = 0

  constructor(now: number) {
    this.#since = now
  }

  note(now: number, size: number, training: number): void {
    const elapsed = Math.max(0, now - this.#since)
    this.#workerMs += elapsed * this.#size
    this.#trainingMs += elapsed * this.#training
    this.#since = now
    this.#size = size
    this.#training = training
  }

  read(now: number): Usage {
    this.note(now, this.#size, this.#training)
    return { workerMs: this.#workerMs, trainingMs: this.#trainingMs }
  }
}
