import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { DataError } from './errors.ts'
import { columnSchema } from './schema.ts'

/** A file of the folder itself: descriptions come with projects from elsewhere and must not reach out of their folder. */
export const fileNameSchema = z.string().regex(/^[^/\\]+$/, 'must be the name of a file in the folder, without a path')

const fileSchema = z.object({ name: fileNameSchema, bytes: z.number().int().min(0), sha256: z.string().length(64) })

/** What dataset.json says. Bundled and imported datasets have the same form; imported ones describe every column. */
const descriptionSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  licence: z.string().optional(),
  files: z.array(fileSchema).min(1),
  task: z.enum(['classification', 'regression', 'time series', 'text generation']),
  kind: z.enum(['image', 'spectrogram', 'table', 'text', 'frames', 'characters']),
  shape: z.array(z.number().int().positive()).optional(),
  valueMax: z.number().positive().optional(),
  classes: z.array(z.string()).optional(),
  classCounts: z.record(z.string(), z.number()).optional(),
  speakers: z.array(z.string()).optional(),
  inputs: z.number().int().positive().optional(),
  outputs: z.number().int().positive().optional(),
  columns: z.union([z.array(z.string()), z.array(columnSchema)]).optional(),
  target: z.string().optional(),
  categorical: z.array(z.string()).optional(),
  drop: z.array(z.string()).optional(),
  /** Bundled texts: the column that holds them. */
  textColumn: z.string().optional(),
  time: z.string().optional(),
  missing: z.string().optional(),
  rows: z.number().int().min(0).optional(),
  trainCount: z.number().int().min(0).optional(),
  testCount: z.number().int().min(0).optional(),
  characters: z.number().int().min(0).optional(),
  /** How an imported file is read; absent for bundled tables: comma, UTF-8, one header row. */
  source: z
    .object({
      /** The file's name before it was copied here. */
      originalName: z.string(),
      delimiter: z.string().length(1),
      quote: z.string().length(1).nullable(),
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
      header: z.boolean(),
      missingTokens: z.array(z.string()),
    })
    .optional(),
  /** How an imported folder of pictures or recordings became arrays. */
  folderSource: z
    .object({
      originalName: z.string(),
      settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    })
    .optional(),
})

export type Description = z.infer<typeof descriptionSchema>
export type SourceFacts = NonNullable<Description['source']>

/**
 * Reads and checks a dataset folder's dataset.json.
 *
 * @throws DataError dataset-missing if the folder or the file is not there, description-invalid if it cannot be understood
 */
export async function readDescription(folder: string): Promise<Description> {
  const path = join(folder, 'dataset.json')
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DataError('dataset-missing', `There is no dataset in ${folder}: dataset.json cannot be read.`, cause)
  })
  return parseDescription(text, path)
}

export function parseDescription(text: string, path: string): Description {
  const parsed = descriptionSchema.safeParse(parseJson(text, path))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const place = issue?.path.join('.') || 'the file'
  throw new DataError('description-invalid', `${basename(path)} in ${path}: ${place}: ${issue?.message}.`, parsed.error)
}

export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DataError('description-invalid', `${path} is not valid JSON: ${(cause as Error).message}.`, cause)
  }
}
