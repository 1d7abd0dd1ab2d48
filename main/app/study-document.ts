import { z } from 'zod'
import { studyDefinition } from '../../preload/contract/study.ts'
import type { DocumentFormat } from '../store/document.ts'
import type { JournalFormat } from '../store/journal-format.ts'
import type { StudyFormats } from '../store/study-folder.ts'
import { lineProblem } from '../study/journal-check.ts'
import type { JournalLine } from '../study/journal-line.ts'
import type { StudyDefinition } from '../study/study.ts'

/** What study.json holds; members that this version does not know are kept. */
export type StudyDocument = StudyDefinition & {
  /** ISO 8601. */
  readonly createdAt: string
}

const documentFormat: DocumentFormat<StudyDocument> = {
  name: 'sweetspot-study',
  version: 1,
  schema: z.looseObject({ ...studyDefinition.shape, createdAt: z.iso.datetime() }) as z.ZodType<StudyDocument>,
}

const journalFormat: JournalFormat<JournalLine> = {
  name: 'sweetspot-journal',
  version: 1,
  validate: (value) => {
    const problem = lineProblem(value)
    if (problem !== undefined) throw new Error(problem)
    return value as JournalLine
  },
}

export const studyFormats: StudyFormats<StudyDocument, JournalLine> = {
  document: documentFormat,
  journal: journalFormat,
}
