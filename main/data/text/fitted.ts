import type { TermEncoding } from './options.ts'
import type { Tokenisation } from './tokenise.ts'
import type { Places } from './vocabulary.ts'
import { placesInBuckets, placesInList } from './vocabulary.ts'

/** The tokens that have a place: those listed, in this order, or any, in buckets by hash. */
export type FittedVocabulary = { readonly terms: readonly string[] } | { readonly buckets: number }

/** A text as a sequence of token numbers. */
export interface FittedSequence extends Tokenisation {
  readonly encoding: 'sequence'
  readonly vocabulary: FittedVocabulary
  readonly length: number
  readonly padding: 'before' | 'after'
}

/** A text as a vector: one number per token of the vocabulary. */
export interface FittedTerms extends Tokenisation {
  readonly encoding: TermEncoding
  readonly vocabulary: FittedVocabulary
  readonly pairs: boolean
  /** The rarity of each token, for tf-idf: ln((1 + texts) / (1 + texts with it)) + 1. */
  readonly rarity?: readonly number[]
}

export type FittedText = FittedSequence | FittedTerms

/** Token numbers that no token has: what fills short texts up, and what stands for every token without a place. */
export const paddingToken = 0
export const unknownToken = 1
export const reservedTokens = 2

export function placesOf(vocabulary: FittedVocabulary): Places {
  return 'terms' in vocabulary ? placesInList(vocabulary.terms) : placesInBuckets(vocabulary.buckets)
}

export function vocabularySize(vocabulary: FittedVocabulary): number {
  return 'terms' in vocabulary ? vocabulary.terms.length : vocabulary.buckets
}
