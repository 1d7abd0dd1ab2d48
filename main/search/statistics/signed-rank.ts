import { normalCdf } from '../numerics/normal.ts'

/** Up to so many differences the distribution is counted out; beyond, it is normal to three digits. */
const MOST_EXACT = 25

/**
 * Wilcoxon's signed-rank test, one-sided: the chance of ranks as much on the positive side as these, were the differences
 * symmetric about 0. Exact up to 25 differences, ties and zeros included; with a normal approximation beyond.
 *
 * @param differences at least one; zeros take the lowest ranks and then say nothing (Pratt 1959)
 * @returns p, 0 to 1; 1 where all differences are 0
 * @see Wilcoxon 1945; Pratt 1959, Remarks on zeros and ties in the Wilcoxon signed rank procedures, JASA 54
 */
export function signedRankPositive(differences: readonly number[]): number {
  // Twice the mid-ranks, which are whole numbers.
  const ranks = doubledRanks(differences.map(Math.abs))
  const counted = differences.flatMap((difference, i) =>
    difference === 0 ? [] : [{ positive: difference > 0, rank: ranks[i] as number }],
  )
  if (counted.length === 0) return 1
  const sum = counted.reduce((total, { positive, rank }) => (positive ? total + rank : total), 0)
  const all = counted.map(({ rank }) => rank)
  return all.length <= MOST_EXACT ? exactTail(all, sum) : normalTail(all, sum)
}

/** Chance that a random half of the ranks, each in it with 1/2, sums to at least `sum`. */
function exactTail(ranks: readonly number[], sum: number): number {
  const total = ranks.reduce((a, b) => a + b, 0)
  let chances = new Float64Array(total + 1)
  chances[0] = 1
  for (const rank of ranks) {
    const next = chances.map((chance) => chance / 2)
    for (let at = rank; at <= total; at++) next[at] = (next[at] as number) + (chances[at - rank] as number) / 2
    chances = next
  }
  return Math.min(
    1,
    chances.subarray(sum).reduce((a, b) => a + b, 0),
  )
}

function normalTail(ranks: readonly number[], sum: number): number {
  const mean = ranks.reduce((a, b) => a + b, 0) / 2
  const variance = ranks.reduce((a, b) => a + b * b, 0) / 4
  return 1 - normalCdf((sum - mean) / Math.sqrt(variance))
}

function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number))
  const ranks = new Array<number>(values.length).fill(0)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to++
    for (let k = from; k <= to; k++) ranks[order[k] as number] = from + to + 2
    from = to + 1
  }
  return ranks
}
