/** How a network's text is drawn. */
export interface GenerationOptions {
  /** Tokens to write. */
  readonly length: number
  /** 1: as probable as the network says; below: safer, above: wilder; 0: always the most probable one. */
  readonly temperature: number
  /** Only the so many most probable tokens are drawn from; absent: all. */
  readonly topK?: number
  /** Tokens below this are never written: those that stand for padding and for what is unknown. */
  readonly firstToken: number
  /** Uniform in [0, 1). */
  readonly random: () => number
}

/** The probabilities of what comes after these tokens, by token number. */
export type PredictNext = (tokens: readonly number[]) => Promise<ArrayLike<number>>

/**
 * Writes on from a start, token by token, each drawn from what the network expects after all before it.
 * @returns the tokens written, without the start
 * @throws RangeError for a temperature below 0 or fewer than one token to draw from
 */
export async function generate(
  start: readonly number[],
  predict: PredictNext,
  options: GenerationOptions,
): Promise<number[]> {
  const { length, temperature, topK = Infinity } = options
  if (!(temperature >= 0)) throw new RangeError(`The temperature is ${temperature}; it must be 0 or more.`)
  if (!(topK >= 1))
    throw new RangeError(`Drawing from the ${topK} most probable tokens is not possible; 1 is the least.`)
  const written: number[] = []
  while (written.length < length) written.push(drawToken(await predict([...start, ...written]), options))
  return written
}

/**
 * A token drawn with probabilities p^(1 / temperature), normalised over the `topK` most probable ones (Fan et al., 2018).
 * Ties go to the lower number.
 */
export function drawToken(probabilities: ArrayLike<number>, options: Omit<GenerationOptions, 'length'>): number {
  const { temperature, topK = Infinity, firstToken, random } = options
  const tokens = Array.from({ length: probabilities.length - firstToken }, (_, index) => firstToken + index)
    .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b)
    .slice(0, topK)
  const [best] = tokens
  if (best === undefined) throw new RangeError('There is no token to draw.')
  if (temperature === 0) return best
  // Relative to the most probable one, so that no power underflows to nothing.
  const weights = tokens.map((token) => (probabilities[token]! / probabilities[best]!) ** (1 / temperature))
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0)
  return tokens.find((_, index) => (left -= weights[index]!) < 0) ?? best
}
