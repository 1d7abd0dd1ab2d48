/** Something kept ready, on loan to a user until it is given back. */
export interface Lease<T> {
  readonly value: T
  /** Gives it back; once. */
  release(): void
}

interface Entry<T> {
  readonly value: Promise<T>
  users: number
  /** No longer in the cache: let go when its last user gives it back. */
  dropped: boolean
}

/**
 * Keeps the most recently used values and lends them. What is pushed out is let go when nobody uses it any more: the garbage
 * collector sees only the small end of a native session.
 */
export class Leases<T> {
  readonly #entries = new Map<string, Entry<T>>()
  readonly #kept: number
  readonly #letGo: (value: T) => void

  constructor(kept: number, letGo: (value: T) => void) {
    this.#kept = kept
    this.#letGo = letGo
  }

  /** Lends the value of a key, made if it is not at hand. What could not be made is tried afresh next time. */
  async take(key: string, make: () => Promise<T>): Promise<Lease<T>> {
    const entry = this.#entries.get(key) ?? { value: make(), users: 0, dropped: false }
    this.#entries.delete(key)
    this.#entries.set(key, entry) // most recently used last
    entry.users++
    let value: T
    try {
      value = await entry.value
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw error
    }
    this.#shrink(this.#kept)
    let released = false
    return {
      value,
      release: () => {
        if (released) return
        released = true
        entry.users--
        this.#letGoIfUnused(entry)
      },
    }
  }

  clear(): void {
    this.#shrink(0)
  }

  #shrink(size: number): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= size) break
      this.#entries.delete(key)
      entry.dropped = true
      this.#letGoIfUnused(entry)
    }
  }

  #letGoIfUnused(entry: Entry<T>): void {
    if (entry.dropped && entry.users === 0) void entry.value.then(this.#letGo, () => undefined)
  }
}
