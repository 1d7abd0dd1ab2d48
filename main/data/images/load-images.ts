import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Dataset } from '../dataset.ts'
import type { Description } from '../description.ts'
import { parseJson } from '../description.ts'
import { DataError } from '../errors.ts'
import { readIdx } from './idx.ts'

const partSchema = z
  .object({ labels: z.string(), count: z.number().int().min(0) })
  .and(z.union([z.object({ images: z.string() }), z.object({ features: z.string() })]))
  .and(z.object({ speakers: z.string().optional(), takes: z.string().optional() }))
const splitSchema = z.object({ train: partSchema, test: partSchema.optional() })
type Part = z.infer<typeof partSchema>

interface LoadedPart {
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
  readonly keys: ReadonlyMap<string, Uint8Array>
}

/**
 * Images, and log-mel features as one-channel images: the training part's rows first, then the official test part's.
 *
 * @throws DataError dataset-damaged if a file is not what dataset.json and split.json promise
 */
export async function loadImages(folder: string, description: Description, fingerprint: string): Promise<Dataset> {
  const splitPath = join(folder, 'split.json')
  const split = splitSchema.safeParse(parseJson(await readFile(splitPath, 'utf8'), splitPath))
  const listed = new Set(description.files.map((file) => file.name))
  const [height, width, channels = 1] = description.shape ?? []
  const classes = description.classes
  if (!split.success || height === undefined || width === undefined || classes === undefined)
    throw new DataError(
      'description-invalid',
      `${description.title}: an image dataset needs shape and classes in dataset.json, and train and test files in split.json.`,
    )
  const parts = [split.data.train, ...(split.data.test ? [split.data.test] : [])]
  const stray = parts.flatMap(filesOf).find((name) => !listed.has(name))
  if (stray !== undefined)
    throw new DataError(
      'description-invalid',
      `${description.title}: split.json names the file ${stray}, which dataset.json does not list.`,
    )
  const shape = [height, width, channels] as const
  const train = await loadPart(folder, split.data.train, height * width * channels, classes.length)
  const test = split.data.test && (await loadPart(folder, split.data.test, height * width * channels, classes.length))
  const trainRows = train.labels.length
  const testRows = test?.labels.length ?? 0
  const keys = [...train.keys].map(([name, values]) => [name, join2(values, test?.keys.get(name))] as const)
  return {
    id: description.id,
    title: description.title,
    fingerprint,
    task: 'classification',
    rows: trainRows + testRows,
    inputs: { kind: 'image', shape, valueMax: description.valueMax ?? 255, pixels: join2(train.pixels, test?.pixels) },
    targets: Int32Array.from(join2(train.labels, test?.labels)),
    targetNames: ['class'],
    classes,
    keys: new Map(keys),
    ...(test && { officialTest: Int32Array.from({ length: testRows }, (_, row) => trainRows + row) }),
  }
}

function filesOf({ count: _count, ...files }: Part): string[] {
  return Object.values(files).filter((name) => name !== undefined)
}

async function loadPart(folder: string, part: Part, pixelsPerRow: number, classes: number): Promise<LoadedPart> {
  const read = async (name: string) => readIdx(await readFile(join(folder, name)), name)
  const name = 'images' in part ? part.images : part.features
  const { sizes, values: pixels } = await read(name)
  const { values: labels } = await read(part.labels)
  if (sizes[0] !== part.count || pixels.length !== part.count * pixelsPerRow || labels.length !== part.count)
    throw new DataError(
      'dataset-damaged',
      `${name} holds ${sizes.join(' x ')} values and ${part.labels} ${labels.length} labels; dataset.json promises ${part.count} rows of ${pixelsPerRow}.`,
    )
  const stray = labels.findIndex((label) => label >= classes)
  if (stray >= 0)
    throw new DataError(
      'dataset-damaged',
      `${part.labels}: row ${stray} has class ${labels[stray]} of only ${classes}.`,
    )
  const keys = new Map<string, Uint8Array>()
  if (part.speakers !== undefined) keys.set('speaker', (await read(part.speakers)).values)
  if (part.takes !== undefined) keys.set('take', (await read(part.takes)).values)
  return { pixels, labels, keys }
}

function join2(first: Uint8Array, second?: Uint8Array): Uint8Array {
  if (second === undefined) return first
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
