import { z } from 'zod'
import type { JournalFormat } from '../../main/store/journal-format.ts'
import type { StudyFormats } from '../../main/store/study-folder.ts'

/** Lines and a document such as a study has, small enough to read in a test. */
export interface TestLine {
  readonly type: string
  readonly trial: number
  readonly text?: string
}

export const testJournal: JournalFormat<TestLine> = {
  name: 'sweetspot-journal',
  version: 1,
  validate: (value) => {
    const line = value as Partial<TestLine>
    if (typeof line.type !== 'string' || !Number.isSafeInteger(line.trial)) throw new Error('"trial" is not a number')
    return line as TestLine
  },
}

export const testFormats: StudyFormats<{ id: string; question: string }, TestLine> = {
  document: { name: 'sweetspot-study', version: 1, schema: z.looseObject({ id: z.string(), question: z.string() }) },
  journal: testJournal,
}
