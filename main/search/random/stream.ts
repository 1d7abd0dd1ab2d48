/**
 * A stream of random numbers that depends on nothing but its key: (seed, number, purpose). Counter-based: draw i of a
 * stream is a hash of the key and i, so that a draw added in one place does not shift any other.
 *
 * The hash is two rounds of a 32-bit mixer with low bias (Wellons' triple32), keyed between them.
 */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number
  /** A whole number from 0 to bound - 1; chances differ by less than bound / 2^53. */
  integer(bound: number): number
  /** Standard normal (Box-Muller, one of the pair: two uniforms a draw). */
  normal(): number
  /** An element, each with the same chance; the list must not be empty. */
  pick<T>(from: readonly T[]): T
  /** A new list in random order (Fisher-Yates). */
  shuffle<T>(list: readonly T[]): T[]
  /** 32 random bits. */
  bits(): number
}

/**
 * @param seed any safe integer
 * @param number which suggestion is being made
 * @param purpose what the draws are for; streams of different purposes are independent
 */
export function randomStream(seed: number, number: number, purpose: string): Random {
  const high = Math.floor(seed / 0x1_0000_0000) | 0
  let first = mix(mix(seed | 0) ^ high)
  first = mix(first ^ mix((number | 0) + 0x9e3779b9))
  let second = 0x85ebca6b
  for (let index = 0; index < purpose.length; index++) second = mix(second ^ purpose.charCodeAt(index))
  const key = mix(first ^ second)
  const between = mix(first + Math.imul(second, 0x9e3779b1)) | 0
  let counter = 0

  const bits = (): number => mix((mix(counter++ ^ key) + between) | 0) >>> 0
  const uniform = (): number => ((bits() >>> 5) * 67_108_864 + (bits() >>> 6)) / 9_007_199_254_740_992
  const integer = (bound: number): number => Math.floor(uniform() * bound)
  return {
    bits,
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick(from) {
      if (from.length === 0) throw new RangeError('There is nothing to pick from.')
      return from[integer(from.length)] as (typeof from)[number]
    },
    shuffle(list) {
      const shuffled = [...list]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(last + 1)
        const moved = shuffled[last] as (typeof shuffled)[number]
        shuffled[last] = shuffled[other] as (typeof shuffled)[number]
        shuffled[other] = moved
      }
      return shuffled
    },
  }
}

/** triple32 (Chris Wellons, hash-prospector): a permutation of 32-bit numbers whose every output bit depends on all inputs. */
export function mix(value: number): number {
  let x = value
  x = Math.imul(x ^ (x >>> 17), 0xed5ad4bb)
  x = Math.imul(x ^ (x >>> 11), 0xac4c1b51)
  x = Math.imul(x ^ (x >>> 15), 0x31848bab)
  return x ^ (x >>> 14)
}
