import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Dataset } from '../dataset.ts'
import type { Description } from '../description.ts'
import { parseJson } from '../description.ts'
import { DataError } from '../errors.ts'

const range = z.tuple([z.int().min(0), z.int().min(0)])
/** The usual split of a text names its held-out end validation; here it is the part that stays sealed. */
const splitSchema = z.object({ train: range, validation: range })

/**
 * One long text as code points, 4 bytes each. A row is a character; the official test part, where there is one, is the end
 * of the text.
 *
 * @throws DataError dataset-damaged if the text is not UTF-8, or not what dataset.json and split.json promise
 */
export async function loadCharacters(folder: string, description: Description, fingerprint: string): Promise<Dataset> {
  const { id, title } = description
  const file = description.files.find(({ name }) => name.endsWith('.txt'))?.name
  if (file === undefined)
    throw new DataError('description-invalid', `${title}: dataset.json lists no text file (.txt).`)
  const codes = codePointsOf(decode(await readFile(join(folder, file)), title, file))
  if (description.characters !== undefined && description.characters !== codes.length)
    throw new DataError(
      'dataset-damaged',
      `${title}: ${file} has ${codes.length} characters; dataset.json promises ${description.characters}.`,
    )
  const officialTest = await readOfficialTest(folder, title, codes.length)
  return {
    id,
    title,
    fingerprint,
    task: 'classification',
    rows: codes.length,
    inputs: { kind: 'characters', codes },
    // What is predicted are the characters themselves.
    targets: new Int32Array(0),
    targetNames: ['next character'],
    classes: [],
    keys: new Map(),
    ...(officialTest && { officialTest }),
  }
}

function decode(bytes: Uint8Array, title: string, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new DataError('dataset-damaged', `${title}: ${file} is not UTF-8 text. Save it as UTF-8.`, cause)
  }
}

export function codePointsOf(text: string): Uint32Array {
  const codes = new Uint32Array(text.length)
  let count = 0
  for (let place = 0; place < text.length; place++) {
    const code = text.codePointAt(place) as number
    if (code > 0xffff) place++
    codes[count++] = code
  }
  return codes.slice(0, count)
}

async function readOfficialTest(folder: string, title: string, characters: number): Promise<Int32Array | undefined> {
  const path = join(folder, 'split.json')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const split = splitSchema.safeParse(parseJson(text, path))
  if (!split.success || split.data.validation[1] !== characters || split.data.train[1] > split.data.validation[0])
    throw new DataError(
      'dataset-damaged',
      `${title}: split.json does not fit the ${characters} characters of its text; its held-out part must be the end of it.`,
    )
  const [first, end] = split.data.validation
  return Int32Array.from({ length: end - first }, (_, place) => first + place)
}
