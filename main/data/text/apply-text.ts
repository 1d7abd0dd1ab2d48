import type { FittedSequence, FittedTerms } from './fitted.ts'
import { paddingToken, placesOf, reservedTokens, unknownToken, vocabularySize } from './fitted.ts'
import { tokenise, withPairs } from './tokenise.ts'

/** Token numbers of rows of texts: rows.length * length, row after row. */
export function applySequence(fitted: FittedSequence, texts: readonly string[], rows: Int32Array): Float32Array {
  const { length, padding } = fitted
  const placeOf = placesOf(fitted.vocabulary)
  const numbers = new Float32Array(rows.length * length).fill(paddingToken)
  rows.forEach((row, index) => {
    const tokens = tokenise(texts[row] as string, fitted)
    const count = Math.min(length, tokens.length)
    const start = index * length + (padding === 'before' ? length - count : 0)
    for (let at = 0; at < count; at++) {
      const place = placeOf(tokens[at] as string)
      numbers[start + at] = place === undefined ? unknownToken : reservedTokens + place
    }
  })
  return numbers
}

/**
 * Writes the vectors of rows of texts into a matrix of inputs that has zeros there.
 *
 * @param offset the first of the columns that they fill
 * @param width  columns of the matrix
 */
export function applyTerms(
  fitted: FittedTerms,
  texts: readonly string[],
  rows: Int32Array,
  inputs: Float32Array,
  offset = 0,
  width = vocabularySize(fitted.vocabulary),
): void {
  const { encoding, pairs, rarity } = fitted
  const placeOf = placesOf(fitted.vocabulary)
  const counts = new Map<number, number>()
  rows.forEach((row, index) => {
    const tokens = tokenise(texts[row] as string, fitted)
    counts.clear()
    for (const term of pairs ? withPairs(tokens) : tokens) {
      const place = placeOf(term)
      if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1)
    }
    const start = index * width + offset
    if (encoding !== 'tf-idf') {
      for (const [place, count] of counts) inputs[start + place] = encoding === 'presence' ? 1 : count
      return
    }
    let squares = 0
    for (const [place, count] of counts) {
      const weight = (1 + Math.log(count)) * (rarity?.[place] as number)
      counts.set(place, weight)
      squares += weight * weight
    }
    const norm = Math.sqrt(squares)
    for (const [place, weight] of counts) inputs[start + place] = weight / norm
  })
}
