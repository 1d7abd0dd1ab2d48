/**
 * Counter-based randomness: an integer hash of (seed, layer, step, position). Any value can be had without the ones before
 * it, so training resumes at any step, and every engine draws the same bits.
 *
 * The mixer is the 32-bit finaliser "lowbias32" of Chris Wellons' hash-prospector. The key is XORed, not added: keys that
 * are added to the counter give the same stream, shifted.
 */
export const positionFactor = 0x9e3779b1

/** Mixes 32 bits; a bijection of uint32. */
export function mix(value: number): number {
  let x = value >>> 0
  x ^= x >>> 16
  x = Math.imul(x, 0x7feb352d)
  x ^= x >>> 15
  x = Math.imul(x, 0x846ca68b)
  x ^= x >>> 16
  return x >>> 0
}

/** The 32 bits at a position of the stream of a key: mix(position * 0x9e3779b1 ^ key). */
export function bitsAt(key: number, position: number): number {
  return mix(Math.imul(position, positionFactor) ^ key)
}

/** A uint32 key from whole numbers up to 2^53, order mattering: keyOf(seed, 1, 2) and keyOf(seed, 2, 1) are unrelated. */
export function keyOf(...parts: readonly number[]): number {
  let key = 0x243f6a88
  for (const part of parts) {
    key = mix(key ^ Math.imul(part >>> 0, 0x85ebca6b))
    key = mix(key + Math.floor(part / 4294967296))
  }
  return key
}

/** Uniform in (0, 1), never 0 or 1. */
export function uniformAt(key: number, position: number): number {
  return (bitsAt(key, position) + 0.5) / 4294967296
}
