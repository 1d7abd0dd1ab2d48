const smallestChunk = 256
const largestChunk = 1 << 16

/** A growing column of numbers: no copying while it grows, 8 bytes a value, and little for a column of few rows. */
export class NumberStore {
  #chunks: Float64Array[] = []
  #last = new Float64Array(smallestChunk)
  #used = 0

  push(value: number): void {
    if (this.#used === this.#last.length) {
      this.#chunks.push(this.#last)
      this.#last = new Float64Array(Math.min(largestChunk, 2 * this.#last.length))
      this.#used = 0
    }
    this.#last[this.#used++] = value
  }

  /** All values in one array; the store is empty afterwards, so that they are in memory once. */
  take(): Float64Array {
    const full = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const all = new Float64Array(full + this.#used)
    let start = 0
    for (let chunk; (chunk = this.#chunks.shift()) !== undefined; start += chunk.length) all.set(chunk, start)
    all.set(this.#last.subarray(0, this.#used), start)
    this.#used = 0
    return all
  }
}
