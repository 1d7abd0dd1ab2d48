/**
 * Counts rows that occurred before, by a 64-bit hash of each: 16 bytes a row at most. Two different rows are taken for equal
 * with a probability of about rows^2 / 2^65 (3e-8 for a million rows).
 */
export class DuplicateRows {
  count = 0
  #slots = 1 << 12
  #used = 0
  #first = new Uint32Array(this.#slots)
  #second = new Uint32Array(this.#slots)

  add(first: number, second: number): void {
    // A pair of zeros marks an empty slot.
    const low = (first | 1) >>> 0
    if (!this.#insert(low, second)) {
      this.count++
      return
    }
    if (++this.#used > this.#slots * 0.6) this.#grow()
  }

  #insert(first: number, second: number): boolean {
    const mask = this.#slots - 1
    let slot = second & mask
    while (this.#first[slot] !== 0) {
      if (this.#first[slot] === first && this.#second[slot] === second) return false
      slot = (slot + 1) & mask
    }
    this.#first[slot] = first
    this.#second[slot] = second
    return true
  }

  #grow(): void {
    const [first, second] = [this.#first, this.#second]
    this.#slots *= 2
    this.#first = new Uint32Array(this.#slots)
    this.#second = new Uint32Array(this.#slots)
    first.forEach((low, slot) => {
      if (low !== 0) this.#insert(low, second[slot] as number)
    })
  }
}
