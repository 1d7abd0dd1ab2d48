import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { codePointsOf } from '../characters/load-characters.ts'
import type { Description } from '../description.ts'
import { DataError } from '../errors.ts'
import { hashFile } from '../fingerprint.ts'
import type { DatasetReference } from '../reference.ts'
import type { ImportProgress } from './choices.ts'
import { makeDatasetFolder, writeJson, type ImportPlace } from './dataset-folder.ts'
import { surveyFile } from './survey.ts'

/** The text is held in memory as a whole, here and when it is trained on. */
const largestText = 256 * 2 ** 20
const fewestCharacters = 1_000

/**
 * Imports one long text, to be learnt character by character: a new folder with the text in UTF-8 and `dataset.json`. Text in
 * another encoding is turned into UTF-8; line ends become line feeds.
 *
 * @throws DataError missing-file, empty-file, not-a-table (no text, or too large), too-few-rows, disk-full, read-only
 */
export async function importRunningText(
  path: string,
  place: ImportPlace,
  progress: ImportProgress = {},
): Promise<DatasetReference> {
  const name = basename(path)
  const { reference } = await makeDatasetFolder(path, place, async (staging, id) => {
    const file = join(staging, 'input.txt')
    const { bytes, encoding } = await surveyFile(path, {
      copyTo: file,
      ...(progress.signal && { signal: progress.signal }),
    })
    if (bytes > largestText)
      throw new DataError(
        'not-a-table',
        `${name} has ${Math.round(bytes / 2 ** 20)} MB; up to 256 MB of text can be imported. Take a part of it.`,
      )
    const text = new TextDecoder(encoding).decode(await readFile(file)).replace(/\r\n?/g, '\n')
    const characters = codePointsOf(text).length
    if (characters < fewestCharacters)
      throw new DataError(
        'too-few-rows',
        `${name} has ${characters} characters; a network that is to write like it needs ${fewestCharacters} at least, better a million.`,
      )
    await rm(file)
    await writeFile(file, text, { flag: 'wx', flush: true })
    const description: Description = {
      id,
      title: place.title ?? basename(path, extname(path)),
      kind: 'characters',
      task: 'text generation',
      files: [{ name: 'input.txt', bytes: Buffer.byteLength(text), sha256: await hashFile(file) }],
      characters,
      rows: characters,
    }
    await writeJson(join(staging, 'dataset.json'), description)
  })
  return reference
}
