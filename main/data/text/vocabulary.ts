import { hashText } from '../import/hash.ts'

export interface TokenCount {
  /** Occurrences in all texts. */
  count: number
  /** Texts that have it. */
  texts: number
}

/** How often each token occurs, and in how many texts. O(tokens). */
export function countTokens(texts: Iterable<readonly string[]>): Map<string, TokenCount> {
  const counts = new Map<string, TokenCount & { last: number }>()
  let number = 0
  for (const tokens of texts) {
    number++
    for (const token of tokens) {
      const known = counts.get(token)
      if (known === undefined) counts.set(token, { count: 1, texts: 1, last: number })
      else {
        known.count++
        if (known.last !== number) known.texts++
        known.last = number
      }
    }
  }
  return counts
}

/**
 * The commonest tokens, at most `size`, the commonest first; of equally common ones, those that come first by code unit.
 * So the vocabulary follows from the counts alone, not from the order of the texts.
 */
export function commonest(counts: ReadonlyMap<string, TokenCount>, size: number, minimumCount: number): string[] {
  return [...counts]
    .filter(([, { count }]) => count >= minimumCount)
    .sort(([a, { count: m }], [b, { count: n }]) => n - m || (a < b ? -1 : 1))
    .slice(0, size)
    .map(([token]) => token)
}

/** Finds tokens' places; undefined for a token that has none. */
export type Places = (token: string) => number | undefined

export function placesInList(tokens: readonly string[]): Places {
  const places = new Map(tokens.map((token, place) => [token, place]))
  return (token) => places.get(token)
}

/** Every token has a place: its hash, modulo the number of buckets. Nothing is remembered of the training texts. */
export function placesInBuckets(buckets: number): Places {
  const hash = { first: 0, second: 0 }
  return (token) => {
    hashText(token, hash)
    return hash.first % buckets
  }
}
