import type { Dataset } from './dataset.ts'
import { loadReferenced } from './load.ts'
import type { PreparedData } from './prepare.ts'
import { prepareTrainingData } from './prepare.ts'
import type { PreprocessingOptions } from './preprocess/options.ts'
import type { DatasetReference, SplitSelection } from './reference.ts'

/** What a worker keeps between trials, so that the second trial on the same split starts at once. */
export interface PreparedCache {
  /**
   * The training data of a split: from memory if it was prepared before, else loaded, verified against the reference's
   * fingerprint, split and preprocessed.
   *
   * @throws DataError as `loadReferenced` and `prepareTrainingData`; failures are not remembered
   */
  prepare(reference: DatasetReference, split: SplitSelection, options?: PreprocessingOptions): Promise<PreparedData>
}

const defaultLimitBytes = 512 * 2 ** 20

/**
 * Least recently used goes first once the prepared splits hold more than `limitBytes`; the newest stays whatever its size.
 * The last dataset is kept as loaded as well, for its other splits.
 *
 * @param load for tests; the default reads the disk
 */
export function createPreparedCache(limitBytes = defaultLimitBytes, load = loadReferenced): PreparedCache {
  const prepared = new Map<string, PreparedData>()
  let last: { fingerprint: string; dataset: Dataset } | undefined

  function evict(): void {
    let bytes = [...prepared.values()].reduce((sum, data) => sum + bytesOf(data), 0)
    for (const [key, data] of prepared) {
      if (bytes <= limitBytes || prepared.size === 1) return
      prepared.delete(key)
      bytes -= bytesOf(data)
    }
  }

  return {
    async prepare(reference, split, options = {}) {
      const key = JSON.stringify([reference.fingerprint, keyOf(split), keyOf(options)])
      const known = prepared.get(key)
      if (known !== undefined) {
        prepared.delete(key)
        prepared.set(key, known)
        return known
      }
      if (last?.fingerprint !== reference.fingerprint) {
        last = undefined
        last = { fingerprint: reference.fingerprint, dataset: await load(reference) }
      }
      const data = prepareTrainingData(last.dataset, split, options)
      prepared.set(key, data)
      evict()
      return data
    },
  }
}

/** The same text whatever the order in which the properties were written. */
function keyOf(value: object): unknown {
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, part !== null && typeof part === 'object' ? keyOf(part as object) : part])
}

function bytesOf({ train, validation, test }: PreparedData): number {
  return [train, validation, test].reduce(
    (sum, part) => sum + (part ? part.inputs.byteLength + part.targets.byteLength : 0),
    0,
  )
}
