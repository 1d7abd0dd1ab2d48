import { loadCharacters } from './characters/load-characters.ts'
import type { Dataset } from './dataset.ts'
import type { Description } from './description.ts'
import { readDescription } from './description.ts'
import { DataError } from './errors.ts'
import { checkHashes, checkUnchanged, fingerprintOf, hashFiles } from './fingerprint.ts'
import { loadImages } from './images/load-images.ts'
import type { DatasetReference } from './reference.ts'
import { loadFrames } from './frames/load-frames.ts'
import { loadTable } from './tables/load-table.ts'
import { whyNotTrainable } from './trainable.ts'

/**
 * Loads a dataset folder, bundled or imported, into memory, after checking every file's sha-256 against dataset.json.
 *
 * @throws DataError dataset-missing, missing-file, dataset-damaged, description-invalid, not-trainable
 */
export async function loadDataset(folder: string): Promise<Dataset> {
  const { description, fingerprint } = await inspect(folder)
  return loadAs(folder, description, fingerprint)
}

/**
 * Loads the dataset that a study was started on.
 *
 * @throws DataError as `loadDataset`, and dataset-changed if it no longer holds what it held then
 */
export async function loadReferenced(reference: DatasetReference): Promise<Dataset> {
  const description = await readDescription(reference.folder)
  const hashes = await hashFiles(reference.folder, description)
  const fingerprint = fingerprintOf(description, hashes)
  checkUnchanged(reference, description, fingerprint)
  checkHashes(description, hashes)
  return loadAs(reference.folder, description, fingerprint)
}

async function inspect(folder: string): Promise<{ description: Description; fingerprint: string }> {
  const description = await readDescription(folder)
  const hashes = await hashFiles(folder, description)
  checkHashes(description, hashes)
  return { description, fingerprint: fingerprintOf(description, hashes) }
}

async function loadAs(folder: string, description: Description, fingerprint: string): Promise<Dataset> {
  const obstacle = whyNotTrainable(description)
  if (obstacle !== undefined) throw new DataError('not-trainable', `${description.title}: ${obstacle}`)
  if (description.kind === 'table' || description.kind === 'text') return loadTable(folder, description, fingerprint)
  if (description.kind === 'characters') return loadCharacters(folder, description, fingerprint)
  if (description.kind === 'frames') return loadFrames(folder, description, fingerprint)
  return loadImages(folder, description, fingerprint)
}
