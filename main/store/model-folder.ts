import { join } from 'node:path'
import { z } from 'zod'
import { openDocument, readDocument } from './document.ts'
import type { DocumentFormat } from './document.ts'
import { StoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'
import { packTensors, readTensorFile } from './tensor-file.ts'
import type { TensorState } from './tensor-file.ts'
import { removeDrafts, writeWholeFile } from './write-whole-file.ts'

/** A trained network with the preprocessing of its inputs; the pool's SavedModel. Both texts are JSON. */
export interface StoredModel {
  readonly json: string
  readonly weights: TensorState
  readonly preprocessing: string
}

/** What model.json holds: everything but the numbers, which are in the file that it names. */
interface ModelData {
  trial: number
  weights: string
  topology: unknown
  preprocessing: unknown
}

const modelFormat: DocumentFormat<ModelData> = {
  name: 'sweetspot-model',
  version: 1,
  schema: z.looseObject({
    trial: z.int().nonnegative(),
    weights: z.string().regex(/^weights-[0-9a-f]{8}\.bin$/),
    topology: z.unknown(),
    preprocessing: z.unknown(),
  }),
}

/** Trained networks of a study's best trials, one folder each: model.json and the weights file that it names. */
export class ModelFolder {
  readonly #files: StoreFiles
  readonly #path: string
  constructor(files: StoreFiles, path: string) {
    this.#files = files
    this.#path = path
  }

  /** Replaces the trial's network. model.json is written last: until then the old one stays whole. */
  async write(trial: number, model: StoredModel): Promise<void> {
    const folder = this.#folderOf(trial)
    await this.#files.makeFolder(folder)
    const { parts, crc } = packTensors({ about: { trial }, states: { weights: model.weights } })
    const weights = `weights-${crc.toString(16).padStart(8, '0')}.bin`
    await writeWholeFile(this.#files, join(folder, weights), parts)
    await openDocument(this.#files, join(folder, 'model.json'), modelFormat, {
      trial,
      weights,
      topology: JSON.parse(model.json) as unknown,
      preprocessing: JSON.parse(model.preprocessing) as unknown,
    }).write()
    for (const { name } of await this.#files.list(folder))
      if (name !== 'model.json' && name !== weights) await this.#files.remove(join(folder, name))
  }

  /** @throws StoreError missing, document-damaged, file-damaged, too-new */
  async read(trial: number): Promise<StoredModel> {
    const folder = this.#folderOf(trial)
    const { data } = await readDocument(this.#files, join(folder, 'model.json'), modelFormat)
    const { states } = await readTensorFile(this.#files, join(folder, data.weights))
    const weights = states['weights']
    if (!weights)
      throw new StoreError(
        'file-damaged',
        folder,
        `${data.weights} of trial ${trial} holds no weights and is not used.`,
      )
    return { json: JSON.stringify(data.topology), preprocessing: JSON.stringify(data.preprocessing), weights }
  }

  /** Trials with a network on disk, ascending. */
  async trials(): Promise<readonly number[]> {
    if (!(await this.#files.exists(this.#path))) return []
    const trials: number[] = []
    for (const { name, isFolder } of await this.#files.list(this.#path)) {
      const found = /^trial-(\d+)$/.exec(name)
      if (isFolder && found && (await this.#files.exists(join(this.#path, name, 'model.json'))))
        trials.push(Number(found[1]))
    }
    return trials.sort((a, b) => a - b)
  }

  /**
   * Removes the networks of all trials but `keep`, and of those, from the end, what does not fit into `budgetBytes`.
   * @param keep trials whose networks are wanted, the most wanted first; the first is kept whatever its size
   * @returns the trials whose networks are on disk afterwards, in the order of `keep`
   */
  async prune(keep: readonly number[], budgetBytes = Infinity): Promise<readonly number[]> {
    if (!(await this.#files.exists(this.#path))) return []
    const present = new Set(await this.trials())
    const kept: number[] = []
    let bytes = 0
    for (const trial of keep.filter((trial) => present.has(trial))) {
      bytes += await this.#bytesOf(this.#folderOf(trial))
      if (kept.length > 0 && bytes > budgetBytes) break
      kept.push(trial)
    }
    const wanted = new Set(kept.map((trial) => `trial-${trial}`))
    await removeDrafts(this.#files, this.#path)
    for (const { name } of await this.#files.list(this.#path))
      if (/^trial-\d+$/.test(name) && !wanted.has(name)) await this.#files.remove(join(this.#path, name))
    return kept
  }

  async #bytesOf(folder: string): Promise<number> {
    let bytes = 0
    for (const { name } of await this.#files.list(folder)) {
      const file = await this.#files.open(join(folder, name), 'read')
      bytes += await file.size()
      await file.close()
    }
    return bytes
  }

  #folderOf(trial: number): string {
    if (!Number.isSafeInteger(trial) || trial < 0)
      throw new StoreError('unsafe-id', this.#path, `Trial "${trial}" cannot name a folder.`)
    return join(this.#path, `trial-${trial}`)
  }
}
