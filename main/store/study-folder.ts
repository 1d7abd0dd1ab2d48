import type { Low } from 'lowdb'
import { basename, join } from 'node:path'
import { CheckpointFolder } from './checkpoint-folder.ts'
import { openDocument } from './document.ts'
import type { DocumentFormat } from './document.ts'
import { StoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'
import type { JournalFormat } from './journal-format.ts'
import { createJournal, describeTail, openJournal } from './journal.ts'
import type { OpenJournalOptions, OpenedJournal } from './journal.ts'
import { readJournal } from './journal-reader.ts'
import { ModelFolder } from './model-folder.ts'
import { removeDrafts } from './write-whole-file.ts'

/** What a study's document and journal hold: given by the folder that owns their meaning. */
export interface StudyFormats<Data extends object, Line extends object> {
  readonly document: DocumentFormat<Data>
  readonly journal: JournalFormat<Line>
}

/** study.json is written last: a folder with it is a whole study. */
export async function createStudyFolder<Data extends object, Line extends object>(
  files: StoreFiles,
  path: string,
  id: string,
  data: Data,
  formats: StudyFormats<Data, Line>,
): Promise<StudyFolder<Data, Line>> {
  const documentPath = join(path, 'study.json')
  if (await files.exists(documentPath))
    throw new StoreError('exists', path, `There is a study called ${id} already. Choose another name.`)
  await files.makeFolder(path)
  const journalPath = join(path, 'trials.jsonl')
  if (!(await files.exists(journalPath))) await createJournal(files, journalPath, formats.journal)
  const document = openDocument(files, documentPath, formats.document, data)
  await document.write()
  return new StudyFolder(files, path, id, document, formats.journal, false)
}

/** One study on disk: its document, its journal, its checkpoints and its trained networks. */
export class StudyFolder<Data extends object, Line extends object> {
  readonly id: string
  readonly path: string
  readonly document: Low<Data>
  readonly checkpoints: CheckpointFolder
  readonly models: ModelFolder
  readonly readOnly: boolean
  readonly #files: StoreFiles
  readonly #journal: JournalFormat<Line>

  constructor(
    files: StoreFiles,
    path: string,
    id: string,
    document: Low<Data>,
    journal: JournalFormat<Line>,
    readOnly: boolean,
  ) {
    this.#files = files
    this.path = path
    this.id = id
    this.document = document
    this.#journal = journal
    this.readOnly = readOnly
    this.checkpoints = new CheckpointFolder(files, join(path, 'checkpoints'))
    this.models = new ModelFolder(files, join(path, 'models'))
  }

  get journalPath(): string {
    return join(this.path, 'trials.jsonl')
  }

  /** Hands every line to `onLine`, changing nothing. @throws as readJournal */
  async readLines(onLine: (line: Line, lineNumber: number) => void): Promise<{ readonly notices: readonly string[] }> {
    const { tail } = await readJournal(this.#files, this.journalPath, this.#journal, onLine)
    return { notices: tail ? [describeTail(this.journalPath, tail)] : [] }
  }

  /** Hands every line to `onLine`, mends the end of the journal if need be, and returns the writer. @throws as openJournal */
  async openJournal(
    onLine: (line: Line, lineNumber: number) => void,
    options: OpenJournalOptions = {},
  ): Promise<OpenedJournal<Line>> {
    if (this.readOnly)
      throw new StoreError('read-only', this.path, `${basename(this.path)} was opened read-only and cannot be changed.`)
    await removeDrafts(this.#files, this.path)
    return openJournal(this.#files, this.journalPath, this.#journal, onLine, options)
  }
}
