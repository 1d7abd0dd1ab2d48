import type { CharacterInputs } from '../dataset.ts'
import { DataError } from '../errors.ts'
import { reservedTokens, unknownToken } from '../text/fitted.ts'
import type { CharacterTreatment } from './options.ts'
import type { Stretch } from './split-text.ts'

/** What was learnt from the training part of a text. */
export interface FittedCharacters {
  readonly kind: 'characters'
  /** Characters of a window. */
  readonly context: number
  readonly targets: 'every' | 'last'
  /** The characters that have a number, by code point: the first has number 2; 0 is padding, 1 any other character. */
  readonly characters: readonly string[]
}

/** @throws DataError impossible-preprocessing for a number out of range */
export function fitCharacters(
  title: string,
  { codes }: CharacterInputs,
  { first, end }: Stretch,
  treatment: CharacterTreatment,
): FittedCharacters {
  checkTreatment(title, treatment)
  const counts = new Map<number, number>()
  for (let place = first; place < end; place++) {
    const code = codes[place] as number
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  const kept = [...counts].sort(([a, m], [b, n]) => n - m || a - b).slice(0, treatment.vocabulary)
  const characters = kept.map(([code]) => code).sort((a, b) => a - b)
  const { context, targets } = treatment
  return { kind: 'characters', context, targets, characters: characters.map((code) => String.fromCodePoint(code)) }
}

/** How many different token numbers there are, which is also the number of a network's outputs. */
export function characterVocabulary({ characters }: Pick<FittedCharacters, 'characters'>): number {
  return reservedTokens + characters.length
}

/** The number of a code point. */
export function characterNumbers({ characters }: Pick<FittedCharacters, 'characters'>): (code: number) => number {
  const numbers = new Map(characters.map((text, place) => [text.codePointAt(0), reservedTokens + place]))
  return (code) => numbers.get(code) ?? unknownToken
}

function checkTreatment(
  title: string,
  { context, stride, windows, validationWindows, vocabulary }: CharacterTreatment,
) {
  const check = (what: string, value: number, low: number, high: number) => {
    if (Number.isInteger(value) && value >= low && value <= high) return
    throw new DataError(
      'impossible-preprocessing',
      `${title}: ${what} is ${value}; it must be a whole number from ${low} to ${high}.`,
    )
  }
  check('the context', context, 1, 10_000)
  check('the stride', stride, 1, 1_000_000)
  check('the number of training windows', windows, 0, 1e9)
  check('the number of validation windows', validationWindows, 0, 1e9)
  check('the vocabulary', vocabulary, 1, 100_000)
}
