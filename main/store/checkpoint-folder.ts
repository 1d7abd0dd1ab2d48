import { join } from 'node:path'
import { z } from 'zod'
import { StoreError, isStoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'
import { readTensorFile, writeTensorFile } from './tensor-file.ts'
import type { TensorState } from './tensor-file.ts'
import { removeDrafts } from './write-whole-file.ts'

/** What training needs to go on from the end of an epoch; the pool's Checkpoint. `epochs` is kept as JSON. */
export interface StoredCheckpoint<Epoch = unknown> {
  readonly epoch: number
  readonly state: TensorState
  readonly best?: { readonly epoch: number; readonly value: number; readonly state: TensorState }
  readonly epochs: readonly Epoch[]
}

export interface CheckpointReading<Epoch> {
  readonly checkpoint?: StoredCheckpoint<Epoch>
  /** Why there is none although there is a file, a sentence. */
  readonly notice?: string
}

const aboutSchema = z.object({
  trial: z.number(),
  run: z.string(),
  epoch: z.int().nonnegative(),
  epochs: z.array(z.unknown()),
  best: z.object({ epoch: z.int().nonnegative(), value: z.number() }).optional(),
})

/** The newest checkpoint of each run that is under way. Losing one costs time, never a result. */
export class CheckpointFolder {
  readonly #files: StoreFiles
  readonly #path: string
  constructor(files: StoreFiles, path: string) {
    this.#files = files
    this.#path = path
  }

  /** Replaces the run's checkpoint; when this returns it is on the disk itself. */
  async write(trial: number, run: string, checkpoint: StoredCheckpoint): Promise<void> {
    const { epoch, state, best, epochs } = checkpoint
    await this.#files.makeFolder(this.#path)
    await writeTensorFile(this.#files, this.#pathOf(trial, run), {
      about: { trial, run, epoch, epochs, ...(best ? { best: { epoch: best.epoch, value: best.value } } : {}) },
      states: { state, ...(best ? { best: best.state } : {}) },
    })
  }

  /** A damaged one is reported and left out: the run begins anew, with the same result. */
  async read<Epoch = unknown>(trial: number, run: string): Promise<CheckpointReading<Epoch>> {
    const path = this.#pathOf(trial, run)
    try {
      const { about, states } = await readTensorFile(this.#files, path)
      const { success, data } = aboutSchema.safeParse(about)
      const { state, best } = states
      if (!success || data.trial !== trial || data.run !== run || !state || (data.best && !best))
        throw new StoreError('file-damaged', path, `${path} does not hold this run's checkpoint and is not used.`)
      return {
        checkpoint: {
          epoch: data.epoch,
          epochs: data.epochs as Epoch[],
          state,
          ...(data.best && best ? { best: { ...data.best, state: best } } : {}),
        },
      }
    } catch (error) {
      if (isStoreError(error, 'missing')) return {}
      if (!isStoreError(error, 'file-damaged', 'too-new', 'disk-failure')) throw error
      return { notice: `${error.message} Trial ${trial} starts again from its first epoch, with the same result.` }
    }
  }

  /** Fine if there is none. */
  async drop(trial: number, run: string): Promise<void> {
    await this.#files.remove(this.#pathOf(trial, run))
  }

  /** Removes every checkpoint whose run `isUnderWay` does not want any more, and drafts of interrupted writes. */
  async prune(isUnderWay: (trial: number, run: string) => boolean): Promise<void> {
    if (!(await this.#files.exists(this.#path))) return
    await removeDrafts(this.#files, this.#path)
    for (const { name } of await this.#files.list(this.#path)) {
      const found = /^trial-(\d+)\.([a-z]+)-(\d+)\.bin$/.exec(name)
      if (found && !isUnderWay(Number(found[1]), `${found[2]}/${Number(found[3])}`))
        await this.#files.remove(join(this.#path, name))
    }
  }

  #pathOf(trial: number, run: string): string {
    const parts = /^([a-z]+)\/(\d+)$/.exec(run)
    if (!parts || !Number.isSafeInteger(trial) || trial < 0)
      throw new StoreError('unsafe-id', this.#path, `Trial ${trial}, run "${run}" cannot name a checkpoint.`)
    return join(this.#path, `trial-${trial}.${parts[1]}-${parts[2]}.bin`)
  }
}
