import { z } from 'zod'
import { DataError } from '../errors.ts'
import { vocabularySize } from '../text/fitted.ts'
import type { FittedPreprocessing } from './fitted.ts'

const scale = { centre: z.number(), scale: z.number() }
const category = { name: z.string(), categories: z.array(z.string()), seen: z.array(z.boolean()) }
const filled = { fill: z.number(), indicator: z.boolean() }

const vocabulary = z.union([
  z.object({ terms: z.array(z.string()) }),
  z.object({ buckets: z.number().int().positive() }),
])
const tokenisation = { tokens: z.enum(['words', 'characters']), lowerCase: z.boolean(), vocabulary }
const sequence = z.object({
  encoding: z.literal('sequence'),
  ...tokenisation,
  length: z.number().int().positive(),
  padding: z.enum(['before', 'after']),
})
const terms = z
  .object({
    encoding: z.enum(['presence', 'counts', 'tf-idf']),
    ...tokenisation,
    pairs: z.boolean(),
    rarity: z.array(z.number()).exactOptional(),
  })
  .refine(
    ({ encoding, rarity, vocabulary }) =>
      rarity?.length === (encoding === 'tf-idf' ? vocabularySize(vocabulary) : undefined),
    'tf-idf needs the rarity of each word, and nothing else does',
  )

const columnSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string(), ...scale, ...filled }),
  z.object({ kind: z.literal('one-hot'), ...category, ...filled }),
  z.object({ kind: z.literal('ordinal'), ...category, ...scale, ...filled }),
  z.object({ kind: z.literal('text'), name: z.string(), text: terms, indicator: z.boolean() }),
])

const inputsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    shape: z.tuple([z.number(), z.number(), z.number()]),
    valueMax: z.number(),
    pixels: z.array(z.object(scale)).exactOptional(),
  }),
  z.object({ kind: z.literal('vector'), names: z.array(z.string()), scales: z.array(z.object(scale)) }),
  z.object({ kind: z.literal('table'), columns: z.array(columnSchema) }),
  z.object({
    kind: z.literal('series'),
    time: z.string(),
    hour: z.string().exactOptional(),
    step: z.number(),
    regular: z.boolean(),
    lags: z.number().int().positive(),
    horizon: z.number().int().positive(),
    gaps: z.enum(['fill', 'leave-out']),
    fillLimit: z.number().int().min(0),
    difference: z.boolean(),
    target: z.object({ name: z.string(), ...scale }),
    columns: z.array(columnSchema),
    knownAhead: z.array(z.string()),
    cycles: z.array(z.number().positive()),
  }),
  z.object({ kind: z.literal('text'), name: z.string(), text: z.union([sequence, terms]) }),
  z.object({
    kind: z.literal('characters'),
    context: z.number().int().positive(),
    targets: z.enum(['every', 'last']),
    characters: z.array(z.string().refine((text) => [...text].length === 1, 'must be one character')),
  }),
])

const savedSchema = z.object({
  version: z.literal(1),
  inputs: inputsSchema,
  inputShape: z.array(z.number()),
  classes: z.array(z.string()).exactOptional(),
  target: z
    .object({ names: z.array(z.string()), mean: z.array(z.number()), deviation: z.array(z.number()) })
    .exactOptional(),
})

/** The text that a saved model carries. Numbers survive bit by bit. */
export function savePreprocessing(fitted: FittedPreprocessing): string {
  return JSON.stringify(fitted)
}

/** @throws DataError description-invalid if the text is not what `savePreprocessing` wrote */
export function restorePreprocessing(saved: string): FittedPreprocessing {
  try {
    return savedSchema.parse(JSON.parse(saved))
  } catch (cause) {
    throw new DataError(
      'description-invalid',
      'The preprocessing kept with this model cannot be read; the model file is damaged, or a newer version wrote it.',
      cause,
    )
  }
}
