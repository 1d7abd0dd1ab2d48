import { joeKuo } from './joe-kuo.ts'
import { mix } from './stream.ts'

/** Dimensions with direction numbers. */
export const sobolDimensions = joeKuo.length + 1

const BITS = 32

/** V_1 ... V_32 of a dimension, counted from 0, as 32-bit fractions. */
function directions(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS)
  const entry = joeKuo[dimension - 1]
  if (dimension === 0 || entry === undefined) {
    for (let bit = 0; bit < BITS; bit++) v[bit] = 2 ** (BITS - 1 - bit)
    return v
  }
  const [polynomial = 0, ...initial] = entry.split(/[:,]/).map(Number)
  const degree = initial.length
  for (const [bit, m] of initial.entries()) v[bit] = m * 2 ** (BITS - 1 - bit)
  for (let bit = degree; bit < BITS; bit++) {
    const oldest = v[bit - degree] ?? 0
    let next = oldest ^ (oldest >>> degree)
    for (let k = 1; k < degree; k++) if ((polynomial >>> (degree - k)) & 1) next ^= v[bit - k] ?? 0
    v[bit] = next
  }
  return v
}

/** Direction numbers do not change: computed once per dimension. */
const tables: Uint32Array[] = []

/** Coordinate `dimension` (from 0) of point `index` of the unscrambled sequence, as 32 bits; in natural, not Gray, order. */
export function sobolBits(index: number, dimension: number): number {
  const v = (tables[dimension] ??= directions(dimension))
  let bits = 0
  for (let bit = 0, rest = index >>> 0; rest !== 0; bit++, rest >>>= 1) if (rest & 1) bits ^= v[bit] ?? 0
  return bits >>> 0
}

/**
 * Point `index` of an Owen-scrambled Sobol sequence in [0, 1)^dimensions. Every point is uniform by itself; the first 2^k
 * points are balanced over elementary intervals whatever the seed. Beyond `sobolDimensions` coordinates (and beyond 2^32
 * points) it is not defined: check first.
 *
 * @see A. B. Owen, "Randomly permuted (t,m,s)-nets" (1995). The nested permutation of a bit is drawn by hashing the bits
 *      above it, exactly: no approximation by a bit-mixing permutation.
 */
export function scrambledSobol(index: number, dimensions: number, seed: number): Float64Array {
  return Float64Array.from({ length: dimensions }, (_, dimension) => {
    const key = mix(mix(seed | 0) ^ mix(Math.floor(seed / 0x1_0000_0000) | 0) ^ Math.imul(dimension + 1, 0x9e3779b1))
    const scrambled = scramble(sobolBits(index, dimension), key)
    return (scrambled + 0.5) / 0x1_0000_0000
  })
}

function scramble(bits: number, key: number): number {
  let scrambled = 0
  for (let bit = BITS - 1; bit >= 0; bit--) {
    const above = bit === BITS - 1 ? 0 : bits >>> (bit + 1)
    const flip = mix(mix(above ^ key) + Math.imul(bit + 1, 0x85ebca6b)) & 1
    scrambled = (scrambled << 1) | (((bits >>> bit) & 1) ^ flip)
  }
  return scrambled >>> 0
}

/**
 * A point to probe a model at, of any number of dimensions: scrambled Sobol in as many as there are direction numbers for, the
 * middle in the others.
 */
export function probePoint(index: number, dimensions: number, seed: number): Float64Array {
  const sobol = scrambledSobol(index, Math.min(dimensions, sobolDimensions), seed)
  return Float64Array.from({ length: dimensions }, (_, k) => sobol[k] ?? 0.5)
}
