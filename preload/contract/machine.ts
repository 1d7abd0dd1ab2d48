import { z } from 'zod'
import { count, id, limits, name, share, text } from './bounds.ts'

/** An engine on a device, as found on this computer. */
export const engineState = z.object({
  engine: name,
  device: name,
  state: z.enum(['works', 'in-part', 'not-available', 'not-tested']),
  /** Reason and cure, or what was measured. */
  text,
})

/** What runs here and on what. */
export const appInfo = z.object({
  version: name,
  platform: name,
  architecture: name,
  processor: name,
  cores: count,
  memoryBytes: count,
  /** Where new projects are made. */
  projectsFolder: z.string().max(limits.path),
  /** Workers that a study uses unless it says otherwise. */
  workers: count,
  /** What this computer can do, in one sentence. */
  summary: text,
  engines: z.array(engineState).max(100),
})

/** One worker process. */
export const workerState = z.object({
  worker: count,
  state: z.enum(['starting', 'idle', 'busy', 'stopped']),
  pid: count.exactOptional(),
  study: id.exactOptional(),
  trial: count.exactOptional(),
  epoch: count.exactOptional(),
  epochsPlanned: count.exactOptional(),
  engine: name.exactOptional(),
  device: name.exactOptional(),
  rssBytes: count.exactOptional(),
  samplesPerSecond: z.number().min(0).exactOptional(),
  /** Share of the last minute spent training. */
  busy: share.exactOptional(),
})

export const poolState = z.object({ workers: z.array(workerState).max(limits.workers) })
