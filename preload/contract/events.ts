/** Everything that main tells unasked. An event may be missed while disconnected: after connecting, ask for the state again. */
import { z } from 'zod'
import { id, limits, name, path, share } from './bounds.ts'
import { deviceReport, poolState } from './machine.ts'
import { effectRun } from './effects.ts'
import { studyReport } from './study.ts'
import { epochReport, message, trialRow } from './trials.ts'

export const events = {
  /** Where a study stands: whenever its status changes, and at most about three times a second while it runs. */
  'study.changed': z.object({ study: id, report: studyReport }),
  /** Rows as they are now, of trials that were added or changed; batched. */
  'trials.changed': z.object({
    study: id,
    parameters: z.array(name).max(limits.parameters),
    rows: z.array(trialRow).max(limits.rows),
  }),
  /** Epochs that ended, in order; batched. Sent before the `trials.changed` that ends their trial. */
  'epochs.reported': z.object({ study: id, reports: z.array(epochReport).max(limits.rows) }),
  'pool.changed': poolState,
  /** Engines are being tested, or have been. */
  'devices.changed': deviceReport,
  'messages.added': z.object({ study: id.exactOptional(), messages: z.array(message).max(limits.rows) }),
  /** How far the effects are that are being measured here, whenever that changes: all versions of all of them. */
  'effects.changed': z.object({ runs: z.array(effectRun).max(limits.list) }),
  /** An import, or a look at a file, is under way: the share that is read. `folder` is the project that it goes into. */
  'datasets.importing': z.object({ folder: path.exactOptional(), path, share }),
  /** Projects were opened, closed, made or forgotten, or a study or dataset was made in one: ask for the lists again. */
  'projects.changed': z.object({ folder: path.exactOptional() }),
} as const satisfies Readonly<Record<string, z.ZodType>>
