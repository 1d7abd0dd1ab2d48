import { characterNumbers } from '../data/characters/fit-characters.ts'
import type { FittedCharacters } from '../data/characters/fit-characters.ts'
import { restorePreprocessing } from '../data/preprocess/saved.ts'
import { paddingToken, reservedTokens } from '../data/text/fitted.ts'
import { generate } from '../training/generate.ts'
import { keyOf } from '../training/program/randomness/hash.ts'
import { RandomStream } from '../training/program/randomness/stream.ts'
import type { LoadedModel, SavedModel } from '../training/saved-model.ts'
import { AppError } from './app-error.ts'

export interface WritingOptions {
  /** What the text goes on from; characters that training never saw count as unknown. */
  readonly prompt: string
  /** Characters to write. */
  readonly length: number
  readonly temperature: number
  readonly topK?: number
  /** The same seed writes the same text. */
  readonly seed: number
}

/**
 * Lets a saved next-token network write.
 * @returns the text after the prompt
 * @throws AppError not-a-writer if the network was trained on something else
 */
export async function writeText(model: SavedModel, options: WritingOptions): Promise<string> {
  const { inputs } = restorePreprocessing(model.preprocessing)
  if (inputs.kind !== 'characters')
    throw new AppError(
      'not-a-writer',
      `This network was trained on ${inputs.kind} data and cannot write. Choose a study with the template nextToken.`,
    )
  const network = await load(model)
  try {
    const random = new RandomStream(keyOf(options.seed, 0x7e87))
    const numberOf = characterNumbers(inputs)
    const start = Array.from(options.prompt, (character) => numberOf(character.codePointAt(0)!))
    const written = await generate(start, (tokens) => nextOf(network, inputs, tokens), {
      length: options.length,
      temperature: options.temperature,
      ...(options.topK === undefined ? {} : { topK: options.topK }),
      firstToken: reservedTokens,
      random: () => random.uniform(),
    })
    return written.map((token) => inputs.characters[token - reservedTokens]).join('')
  } finally {
    network.dispose()
  }
}

/** The quickest engine first; where it has no kernel for a layer, the next one. */
async function load(model: SavedModel): Promise<LoadedModel> {
  // Loaded when first needed: it brings a tfjs backend along.
  const { loadSavedModel } = await import('../training/saved-model.ts')
  return loadSavedModel(model, 'tfjs-wasm').catch(() => loadSavedModel(model, 'tfjs-cpu'))
}

/** What comes after the last tokens that fit the network's window. */
async function nextOf(
  network: LoadedModel,
  { context, targets, characters }: FittedCharacters,
  tokens: readonly number[],
): Promise<Float32Array> {
  const seen = tokens.slice(-context)
  const window = new Float32Array(context).fill(paddingToken)
  // A network that predicts at every step has not seen what comes after one; a window ends at what is known.
  window.set(seen, targets === 'every' ? 0 : context - seen.length)
  const outputs = await network.predict(window, 1)
  const width = reservedTokens + characters.length
  const step = targets === 'every' ? Math.max(0, seen.length - 1) : 0
  return outputs.subarray(step * width, (step + 1) * width)
}
