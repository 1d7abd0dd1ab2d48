const chunkLength = 1 << 14

/** A growing column of numbers: no copying while it grows, 8 bytes a value. */
export class NumberStore {
  length = 0
  #chunks: Float64Array[] = []

  push(value: number): void {
    const place = this.length % chunkLength
    if (place === 0) this.#chunks.push(new Float64Array(chunkLength))
    ;(this.#chunks[this.#chunks.length - 1] as Float64Array)[place] = value
    this.length++
  }

  /** All values in one array; the store is empty afterwards, so that they are in memory once. */
  take(): Float64Array {
    const all = new Float64Array(this.length)
    for (let start = 0, chunk; (chunk = this.#chunks.shift()) !== undefined; start += chunkLength)
      all.set(chunk.subarray(0, Math.min(chunkLength, this.length - start)), start)
    this.length = 0
    return all
  }
}
