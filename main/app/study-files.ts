import type { Checkpoint, SavedModel } from '../pool/protocol.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { RunName } from '../study/trial.ts'

/** What a running study keeps on disk: its journal, checkpoints of what is being trained, and the best trials' networks. */
export interface StudyFiles {
  /** @throws StoreError; then none of the lines is in the journal */
  append(lines: readonly JournalLine[], options: { readonly durable: boolean }): Promise<void>
  saveCheckpoint(trial: number, run: RunName, checkpoint: Checkpoint): Promise<void>
  /** undefined where there is none that can be read. */
  loadCheckpoint(trial: number, run: RunName): Promise<Checkpoint | undefined>
  dropCheckpoint(trial: number, run: RunName): Promise<void>
  saveModel(trial: number, model: SavedModel): Promise<void>
  loadModel(trial: number): Promise<SavedModel | undefined>
  /** Deletes the networks of all other trials. */
  keepModels(trials: readonly number[]): Promise<void>
  /** Bytes that may still be written on the disk of the project. */
  freeBytes(): Promise<number>
}
