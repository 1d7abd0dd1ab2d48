import { uniformAt } from './hash.ts'

/** Numbers drawn one after the other from the stream of a key. */
export class RandomStream {
  readonly #key: number
  #position = 0

  constructor(key: number) {
    this.#key = key
  }

  /** In (low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * uniformAt(this.#key, this.#position++)
  }

  /** Standard normal, by Box and Muller's transform; two uniforms each. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(this.uniform()))
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }

  /** Standard normal, drawn again until it lies within two deviations. */
  truncatedNormal(): number {
    for (;;) {
      const value = this.normal()
      if (Math.abs(value) <= 2) return value
    }
  }
}
