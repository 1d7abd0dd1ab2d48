import { createRandom, shuffle } from '../random.ts'
import { streams } from '../split/rows.ts'
import type { Stretch } from './split-text.ts'

/**
 * Where the windows of a stretch start. A window of `context` characters and the character after it lie in the stretch, so
 * that windows of two parts of a text share no character.
 */
export function windowStarts({ first, end }: Stretch, context: number, stride: number): Int32Array {
  const count = Math.max(0, Math.floor((end - first - context - 1) / stride) + 1)
  return Int32Array.from({ length: count }, (_, number) => first + number * stride)
}

/** `count` of the windows, drawn by the seed, in the order of the text; all of them if there are no more, or for 0. */
export function drawWindows(starts: Int32Array, count: number, seed: number): Int32Array {
  if (count === 0 || starts.length <= count) return starts
  return shuffle(starts.slice(), createRandom(seed, streams.windows)).subarray(0, count).slice().sort()
}

/** `count` of the windows, evenly spread; all of them if there are no more, or for 0. */
export function spreadWindows(starts: Int32Array, count: number): Int32Array {
  if (count === 0 || starts.length <= count) return starts
  return Int32Array.from({ length: count }, (_, place) => starts[Math.floor((place * starts.length) / count)] as number)
}
