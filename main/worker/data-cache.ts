import type { Dataset } from '../data/dataset.ts'
import type { PreparedData } from '../data/prepared.ts'
import type { PreprocessingOptions } from '../data/preprocess/options.ts'
import type { DatasetReference, SplitSelection } from '../data/reference.ts'
import type { Examples } from '../training/examples.ts'

export interface DataSource {
  load(reference: DatasetReference): Promise<Dataset>
  prepare(dataset: Dataset, split: SplitSelection, options?: PreprocessingOptions): PreparedData
}

/**
 * Keeps what trials of a study share: the dataset as loaded, and its prepared splits, the least recently used of which go
 * first. The same object is returned for the same question, so that engines may cache by identity.
 */
export class DataCache {
  readonly #source: DataSource
  readonly #maxBytes: number
  readonly #prepared = new Map<string, PreparedData>()
  #dataset: { readonly key: string; readonly value: Dataset } | undefined

  /** @param maxBytes  of prepared splits; the one last asked for is kept even if it is larger */
  constructor(source: DataSource, maxBytes: number) {
    this.#source = source
    this.#maxBytes = maxBytes
  }

  /** @throws DataError */
  async get(
    reference: DatasetReference,
    split: SplitSelection,
    options: PreprocessingOptions = {},
  ): Promise<PreparedData> {
    const key = JSON.stringify([reference, split, options])
    const prepared = this.#prepared.get(key) ?? this.#source.prepare(await this.#datasetOf(reference), split, options)
    this.#prepared.delete(key)
    this.#prepared.set(key, prepared)
    this.#forgetOldest()
    return prepared
  }

  async #datasetOf(reference: DatasetReference): Promise<Dataset> {
    const key = JSON.stringify(reference)
    if (this.#dataset?.key === key) return this.#dataset.value
    this.#dataset = undefined
    const value = await this.#source.load(reference)
    this.#dataset = { key, value }
    return value
  }

  #forgetOldest(): void {
    let bytes = 0
    for (const data of this.#prepared.values()) bytes += bytesOf(data)
    for (const [key, data] of this.#prepared) {
      if (bytes <= this.#maxBytes || this.#prepared.size === 1) return
      this.#prepared.delete(key)
      bytes -= bytesOf(data)
    }
  }
}

function bytesOf({ train, validation, test }: PreparedData): number {
  const size = (part: Examples | undefined): number =>
    part === undefined ? 0 : part.inputs.byteLength + part.targets.byteLength + (part.base?.byteLength ?? 0)
  return size(train) + size(validation) + size(test)
}
