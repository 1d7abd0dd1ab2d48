/** Estimates how many different values a stream holds, from their 32-bit hashes, in 4 KiB. */
export interface DistinctEstimate {
  add(hash: number): void
  /** Typically within 2 % (standard error 1.6 %). */
  estimate(): number
}

const bits = 12
const registers = 1 << bits

/**
 * HyperLogLog with linear counting for few values.
 *
 * @see Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, AofA 2007; the large-range correction for 32-bit hashes is theirs
 */
export function createDistinctEstimate(): DistinctEstimate {
  const ranks = new Uint8Array(registers)
  return {
    add(hash) {
      const register = hash >>> (32 - bits)
      const rank = Math.min(Math.clz32(hash << bits), 32 - bits) + 1
      if (rank > (ranks[register] as number)) ranks[register] = rank
    },
    estimate() {
      const alpha = 0.7213 / (1 + 1.079 / registers)
      const raw = (alpha * registers ** 2) / ranks.reduce((sum, rank) => sum + 2 ** -rank, 0)
      const empty = ranks.reduce((count, rank) => count + (rank === 0 ? 1 : 0), 0)
      if (raw <= 2.5 * registers && empty > 0) return Math.round(registers * Math.log(registers / empty))
      return Math.round(raw <= 2 ** 32 / 30 ? raw : -(2 ** 32) * Math.log(1 - raw / 2 ** 32))
    },
  }
}
