import { z } from 'zod'
import { limits, name, path, text, time } from './bounds.ts'
import { studySummary } from './study.ts'

/** A project that is open. A project is named by its folder throughout the contract. */
export const projectInfo = z.object({
  folder: path,
  name,
  /** True when another program holds it: it can be read, nothing in it changes. */
  readOnly: z.boolean(),
  /** Who holds it, in words, when readOnly. */
  heldBy: text.exactOptional(),
  /** What opening had to mend or set aside, in sentences. */
  notices: z.array(text).max(limits.list),
  studies: z.array(studySummary).max(limits.list),
})

export const recentProject = z.object({
  folder: path,
  name,
  openedAt: time,
  /** The folder is not there any more: offer to forget it. */
  missing: z.boolean(),
  /** Open in this program now. */
  open: z.boolean(),
  studies: z.array(studySummary).max(limits.list),
})
