import type { CharacterInputs } from '../dataset.ts'
import { characterNumbers, type FittedCharacters } from './fit-characters.ts'

/** The windows that start at these places as token numbers: starts.length * context, window after window. */
export function applyCharacters(
  fitted: FittedCharacters,
  { codes }: CharacterInputs,
  starts: Int32Array,
): Float32Array {
  const { context } = fitted
  const numberOf = characterNumbers(fitted)
  const inputs = new Float32Array(starts.length * context)
  let at = 0
  for (const start of starts)
    for (let place = start; place < start + context; place++) inputs[at++] = numberOf(codes[place] as number)
  return inputs
}

/**
 * What the windows predict, as class numbers, which are the token numbers: for every, the character after each character
 * (starts.length * context); for last, the one after the window (starts.length).
 */
export function nextCharacters(fitted: FittedCharacters, { codes }: CharacterInputs, starts: Int32Array): Int32Array {
  const { context, targets } = fitted
  const numberOf = characterNumbers(fitted)
  const first = targets === 'every' ? 1 : context
  const perWindow = context - first + 1
  const classes = new Int32Array(starts.length * perWindow)
  let at = 0
  for (const start of starts)
    for (let place = start + first; place <= start + context; place++) classes[at++] = numberOf(codes[place] as number)
  return classes
}
