/** Seeded random numbers for splits: the same seed gives the same split in any process, on any machine. */
export interface Random {
  /** A uniform integer in [0, bound), 1 <= bound <= 2^32, without modulo bias. */
  below(bound: number): number
}

/**
 * xoshiro128** started by splitmix32, as its authors advise.
 *
 * @param seed   any finite number; all 53 bits of a safe integer count
 * @param stream tells apart independent uses of one seed (which part, which class)
 * @see Blackman and Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47 (2021)
 */
export function createRandom(seed: number, stream = 0): Random {
  const high = Math.floor(seed / 2 ** 32)
  let mixed = (seed ^ Math.imul(high, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca6b)) >>> 0
  const state = Uint32Array.from({ length: 4 }, () => {
    mixed = (mixed + 0x9e3779b9) >>> 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  })
  const next = xoshiro128(state)
  return {
    below(bound) {
      const limit = 2 ** 32 - (2 ** 32 % bound)
      for (;;) {
        const drawn = next()
        if (drawn < limit) return drawn % bound
      }
    },
  }
}

/** The bare generator: uniform 32-bit integers from a state of four, which it moves on and which must not be all zero. */
export function xoshiro128(state: Uint32Array): () => number {
  const s = state as Uint32Array & { 0: number; 1: number; 2: number; 3: number }
  return () => {
    const scrambled = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0
    const shifted = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= shifted
    s[3] = rotate(s[3], 11)
    return scrambled
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}

/** Fisher and Yates, in place. */
export function shuffle(rows: Int32Array, random: Random): Int32Array {
  for (let last = rows.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const kept = rows[last] as number
    rows[last] = rows[other] as number
    rows[other] = kept
  }
  return rows
}
