import type { TextTreatment } from './options.ts'

export type Tokenisation = Pick<TextTreatment, 'tokens' | 'lowerCase'>

/** Letters, marks and digits of any script, with single apostrophes inside; or one pictograph. */
const word = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\p{Extended_Pictographic}/gu

/**
 * The tokens of a text in order. The same on every machine: Unicode normal form C, lower case by Unicode's own tables.
 * Both apostrophes are one.
 */
export function tokenise(text: string, { tokens, lowerCase }: Tokenisation): string[] {
  const normal = text.normalize('NFC')
  const cased = lowerCase ? normal.toLowerCase() : normal
  if (tokens === 'characters') return Array.from(cased)
  const words = cased.match(word) ?? []
  return cased.includes('’') ? words.map((token) => token.replaceAll('’', "'")) : words
}

/** The tokens, and after them each two neighbours joined by a space. No word holds a space, so the two cannot be confused. */
export function withPairs(tokens: readonly string[]): string[] {
  const pairs = tokens.slice(1).map((token, place) => `${tokens[place] as string} ${token}`)
  return [...tokens, ...pairs]
}
