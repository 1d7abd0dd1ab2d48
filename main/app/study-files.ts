import type { Checkpoint, SavedModel } from '../pool/protocol.ts'
import { isStoreError } from '../store/errors.ts'
import type { JournalWriter } from '../store/journal-writer.ts'
import type { StudyFolder } from '../store/study-folder.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { RunName } from '../study/protocol.ts'
import type { EpochMetrics } from '../training/result.ts'
import type { StudyDocument } from './study-document.ts'

/** What a running study keeps on disk: its journal, checkpoints of what is being trained, and the best trials' networks. */
export interface StudyFiles {
  /** @throws StoreError; then none of the lines is in the journal */
  append(lines: readonly JournalLine[], options: { readonly durable: boolean }): Promise<void>
  saveCheckpoint(trial: number, run: RunName, checkpoint: Checkpoint): Promise<void>
  /** The notice says why there is none although there should be. */
  loadCheckpoint(trial: number, run: RunName): Promise<{ readonly checkpoint?: Checkpoint; readonly notice?: string }>
  dropCheckpoint(trial: number, run: RunName): Promise<void>
  saveModel(trial: number, model: SavedModel): Promise<void>
  /** undefined where there is none that can be read. */
  loadModel(trial: number): Promise<SavedModel | undefined>
  /** Deletes the networks of all other trials. */
  keepModels(trials: readonly number[]): Promise<void>
  /** Bytes that may still be written on the disk of the project. */
  freeBytes(): Promise<number>
}

/** The files of a study in a project folder. @param modelBudgetBytes disk that kept networks may take; the best stays whatever its size */
export function filesOf(
  folder: StudyFolder<StudyDocument, JournalLine>,
  journal: JournalWriter<JournalLine>,
  freeBytes: () => Promise<number>,
  modelBudgetBytes: number,
): StudyFiles {
  return {
    append: (lines, options) => journal.append(lines, options),
    saveCheckpoint: (trial, run, checkpoint) => folder.checkpoints.write(trial, run, checkpoint),
    loadCheckpoint: (trial, run) => folder.checkpoints.read<EpochMetrics>(trial, run),
    dropCheckpoint: (trial, run) => folder.checkpoints.drop(trial, run),
    saveModel: (trial, model) => folder.models.write(trial, model),
    loadModel: (trial) => readModel(folder, trial),
    keepModels: async (trials) => void (await folder.models.prune(trials, modelBudgetBytes)),
    freeBytes,
  }
}

/** undefined where there is none that can be read. @throws StoreError of the disk */
export async function readModel(
  folder: StudyFolder<StudyDocument, JournalLine>,
  trial: number,
): Promise<SavedModel | undefined> {
  try {
    return await folder.models.read(trial)
  } catch (error) {
    if (isStoreError(error, 'missing', 'document-damaged', 'file-damaged', 'too-new')) return undefined
    throw error
  }
}
