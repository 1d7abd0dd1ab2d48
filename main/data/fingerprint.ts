import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DataError } from './errors.ts'
import type { Description } from './description.ts'
import { readDescription } from './description.ts'
import type { DatasetReference } from './reference.ts'

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** `files` is among them because the files' own hashes, as found, stand for it. */
const withoutEffect: ReadonlySet<string> = new Set(['title', 'licence', 'files'])

/**
 * sha-256 over what a result depends on: the schema (kind, task, shape, columns with their roles, classes, ...), the bytes of
 * every data file and of the split. Title, licence and baselines may change without changing the data.
 *
 * @param hashes sha-256 of each file of the folder that was read, by name
 */
export function fingerprintOf(description: Description, hashes: ReadonlyMap<string, string>): string {
  const schema = Object.entries(description).filter(([key]) => !withoutEffect.has(key))
  const files = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(canonicalJson({ schema: Object.fromEntries(schema), files }))
    .digest('hex')
}

/** JSON with sorted keys: equal contents, equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/**
 * Hashes the files that dataset.json lists, and split.json, as they are on the disk now. O(bytes).
 *
 * @throws DataError missing-file if a listed file is not there
 */
export async function hashFiles(folder: string, description: Description): Promise<Map<string, string>> {
  const names = new Set(description.files.map((file) => file.name))
  if (await exists(join(folder, 'split.json'))) names.add('split.json')
  const hashes = new Map<string, string>()
  for (const name of names) {
    const hash = await hashFile(join(folder, name)).catch((cause: unknown) => {
      throw new DataError(
        'missing-file',
        `${description.title}: the file ${name} cannot be read in ${folder}. Put it back, or import the dataset again.`,
        cause,
      )
    })
    hashes.set(name, hash)
  }
  return hashes
}

/** @throws DataError dataset-damaged naming the first file whose contents are not what dataset.json promises */
export function checkHashes(description: Description, hashes: ReadonlyMap<string, string>): void {
  for (const file of description.files)
    if (hashes.get(file.name) !== file.sha256)
      throw new DataError(
        'dataset-damaged',
        `${description.title}: ${file.name} is not the file that dataset.json describes (its sha-256 differs). ` +
          `Restore the file, or import the dataset again.`,
      )
}

/** The reference to keep in a study: where the dataset lies and what it holds now. */
export async function referToDataset(folder: string): Promise<DatasetReference> {
  const description = await readDescription(folder)
  const hashes = await hashFiles(folder, description)
  checkHashes(description, hashes)
  return { id: description.id, folder, fingerprint: fingerprintOf(description, hashes) }
}

/**
 * Checks that a dataset is still what it was when the reference was made.
 *
 * @throws DataError dataset-missing or missing-file if it is gone, dataset-changed if its schema or contents differ
 */
export async function verifyFingerprint(reference: DatasetReference): Promise<void> {
  const description = await readDescription(reference.folder)
  const hashes = await hashFiles(reference.folder, description)
  checkUnchanged(reference, description, fingerprintOf(description, hashes))
}

export function checkUnchanged(reference: DatasetReference, description: Description, fingerprint: string): void {
  if (fingerprint === reference.fingerprint) return
  throw new DataError(
    'dataset-changed',
    `${description.title} is not the dataset that this study was started on: its contents or its schema have changed, so ` +
      `old and new results could not be compared. Put the original files back in ${reference.folder}, or start a new study.`,
  )
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
