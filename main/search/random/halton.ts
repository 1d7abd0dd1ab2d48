import { mix, randomStream, type Random } from './stream.ts'

const known: number[] = [2, 3, 5, 7]

/** The prime number at a place, from 0. */
function prime(place: number): number {
  for (let next = (known.at(-1) as number) + 2; known.length <= place; next += 2)
    if (known.every((divisor) => next % divisor !== 0 || divisor * divisor > next)) known.push(next)
  return known[place] as number
}

/** Digits that count in float64 for the base. */
const digitsOf = (base: number): number => Math.ceil(53 / Math.log2(base))

/** A random permutation of 0 .. base - 1. */
function permutation(base: number, random: Random): readonly number[] {
  return random.shuffle(Array.from({ length: base }, (_, digit) => digit))
}

/**
 * A point of the Halton sequence with every digit permuted at random, each permutation its own: dimension k in base of the
 * k-th prime. Without scrambling, large bases fill the cube along diagonals for their first points.
 *
 * @param index from 0
 * @param seed chooses the permutations
 * @returns coordinates in [0, 1)
 * @see Halton 1960; Owen 2017, "A randomized Halton algorithm in R", arXiv 1706.02808
 */
export function scrambledHalton(index: number, dimensions: number, seed: number): Float64Array {
  return Float64Array.from({ length: dimensions }, (_, dimension) => {
    const base = prime(dimension)
    const random = randomStream(seed, mix(dimension + 1), 'halton digits')
    let rest = index
    let scale = 1
    let u = 0
    for (let digit = digitsOf(base); digit > 0; digit--) {
      scale /= base
      u += (permutation(base, random)[rest % base] as number) * scale
      rest = Math.floor(rest / base)
    }
    return Math.min(u, 1 - Number.EPSILON / 2)
  })
}
