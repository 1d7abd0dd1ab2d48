import { DataError } from '../errors.ts'
import { quantileOf } from '../preprocess/statistics.ts'
import type { FittedSequence, FittedTerms, FittedText, FittedVocabulary } from './fitted.ts'
import { placesOf, vocabularySize } from './fitted.ts'
import type { TermEncoding, TextTreatment } from './options.ts'
import { tokenise, withPairs } from './tokenise.ts'
import { commonest, countTokens, type TokenCount } from './vocabulary.ts'

/** A dense matrix of more inputs than this would not fit in memory for any but the smallest data. */
const largestVocabulary = 100_000
const longestSequence = 10_000

/**
 * Learns from the training texts, and from nothing else, which tokens there are, how rare they are, and how long texts are.
 *
 * @param name what the texts are called in messages: a column, a dataset
 * @throws DataError impossible-preprocessing for a number out of range; no-features if no token is left
 */
export function fitText(
  name: string,
  texts: readonly string[],
  rows: Int32Array,
  treatment: TextTreatment,
): FittedText {
  checkTreatment(name, treatment)
  const tokens = Array.from(rows, (row) => tokenise(texts[row] as string, treatment))
  const { encoding } = treatment
  return encoding === 'sequence'
    ? fitSequence(name, tokens, treatment)
    : fitTerms(name, tokens, { ...treatment, encoding })
}

/** @throws DataError as `fitText` */
export function fitTextColumn(
  name: string,
  texts: readonly string[],
  rows: Int32Array,
  treatment: TextTreatment & { readonly encoding: TermEncoding },
): FittedTerms {
  checkTreatment(name, treatment)
  const tokens = Array.from(rows, (row) => tokenise(texts[row] as string, treatment))
  return fitTerms(name, tokens, treatment)
}

function fitSequence(name: string, texts: readonly (readonly string[])[], treatment: TextTreatment): FittedSequence {
  const { tokens, lowerCase, padding } = treatment
  const vocabulary = chooseVocabulary(name, treatment, countTokens(texts))
  return { encoding: 'sequence', tokens, lowerCase, vocabulary, length: lengthOf(texts, treatment), padding }
}

function fitTerms(
  name: string,
  texts: readonly (readonly string[])[],
  treatment: TextTreatment & { readonly encoding: TermEncoding },
): FittedTerms {
  const { encoding, tokens, lowerCase, pairs } = treatment
  const terms = pairs ? texts.map(withPairs) : texts
  const counts = countTokens(terms)
  const vocabulary = chooseVocabulary(name, treatment, counts)
  const shared = { encoding, tokens, lowerCase, vocabulary, pairs }
  if (encoding !== 'tf-idf') return shared
  const holding = 'terms' in vocabulary ? holdingListed(vocabulary.terms, counts) : holdingBuckets(terms, vocabulary)
  return { ...shared, rarity: Array.from(holding, (count) => Math.log((1 + texts.length) / (1 + count)) + 1) }
}

function holdingListed(terms: readonly string[], counts: ReadonlyMap<string, TokenCount>): number[] {
  return terms.map((term) => counts.get(term)?.texts ?? 0)
}

/** Texts that have a token in each bucket. */
function holdingBuckets(texts: readonly (readonly string[])[], vocabulary: FittedVocabulary): Float64Array {
  const placeOf = placesOf(vocabulary)
  const holding = new Float64Array(vocabularySize(vocabulary))
  for (const tokens of texts)
    for (const place of new Set(tokens.map(placeOf)))
      if (place !== undefined) holding[place] = (holding[place] as number) + 1
  return holding
}

function chooseVocabulary(
  name: string,
  { buckets, vocabulary, minimumCount, encoding }: TextTreatment,
  counts: ReadonlyMap<string, TokenCount>,
): FittedVocabulary {
  if (buckets > 0) return { buckets }
  const terms = commonest(counts, vocabulary, minimumCount)
  if (terms.length > 0 || encoding === 'sequence') return { terms }
  throw new DataError(
    'no-features',
    `The training texts of ${name} have no ${counts.size === 0 ? 'words' : `word that occurs ${minimumCount} times`}: ` +
      `there is nothing to learn from. Read them by characters, lower the least count, or leave the column out.`,
  )
}

function lengthOf(
  texts: readonly (readonly string[])[],
  { length, lengthQuantile, maximumLength }: TextTreatment,
): number {
  if (length > 0) return length
  if (texts.length === 0) return 4
  const usual = quantileOf(
    Float64Array.from(texts, (tokens) => tokens.length),
    lengthQuantile,
  )
  return Math.min(maximumLength, Math.max(4, Math.ceil(usual / 4) * 4))
}

function checkTreatment(name: string, treatment: TextTreatment): void {
  const { vocabulary, minimumCount, buckets, length, lengthQuantile, maximumLength } = treatment
  const check = (holds: boolean, what: string, value: number, range: string) => {
    if (!holds)
      throw new DataError('impossible-preprocessing', `The text ${name}: ${what} is ${value}; it must be ${range}.`)
  }
  const whole = (value: number, low: number, high: number) => Number.isInteger(value) && value >= low && value <= high
  const words = `a whole number from 1 to ${largestVocabulary}`
  check(whole(vocabulary, 1, largestVocabulary), 'the vocabulary', vocabulary, words)
  check(whole(minimumCount, 1, Infinity), 'the least count of a word', minimumCount, 'a whole number from 1')
  check(whole(buckets, 0, largestVocabulary), 'the number of buckets', buckets, `0 for none, or ${words}`)
  check(whole(length, 0, longestSequence), 'the length', length, `0 or a whole number up to ${longestSequence}`)
  check(whole(maximumLength, 1, longestSequence), 'the greatest length', maximumLength, `from 1 to ${longestSequence}`)
  check(lengthQuantile > 0 && lengthQuantile <= 1, 'the quantile of lengths', lengthQuantile, 'above 0, up to 1')
}
