import { z } from 'zod'
import { count, id, limits, name, share, text, time } from './bounds.ts'

/** An engine on a device, as found on this computer. */
export const engineState = z.object({
  engine: name,
  device: name,
  state: z.enum(['works', 'in-part', 'not-available', 'not-tested']),
  /** Reason and cure, or what was measured. */
  text,
})

/** The networks that engines are tried with. */
export const probeNetwork = z.enum(['mlp', 'cnn', 'lstm', 'mlp-large'])

/** What one engine did with a small real training. */
export const engineProbe = z.object({
  engine: name,
  network: probeNetwork,
  /** It trained, and as the reference does. */
  agrees: z.boolean(),
  device: name.exactOptional(),
  stepsPerSecond: z.number().min(0).exactOptional(),
  /** Largest relative difference of a training loss from the reference's; absent for the reference itself. */
  error: z.number().exactOptional(),
  /** Why not, a sentence. */
  because: text.exactOptional(),
})

const engineChoice = z.object({ engine: name, because: text })

/** Engines by devices: what works on this computer, how fast, how exact, what a study uses, and why not the rest. */
export const deviceReport = z.object({
  engines: z.array(engineState).max(100),
  probes: z.array(engineProbe).max(limits.list),
  /** Absent when nothing is remembered. */
  probedAt: time.exactOptional(),
  /** A test that runs: trainings so far, and of at most how many. */
  testing: z.object({ done: count, of: count, last: text.exactOptional() }).exactOptional(),
  /** Why the last test was not finished. */
  problem: text.exactOptional(),
  /** What a study uses unless it says otherwise, the first one that can train a trial. */
  order: z.array(name).max(100),
  small: engineChoice.exactOptional(),
  large: engineChoice.exactOptional(),
  reference: name,
  /** An error above this is another computation. */
  largestError: z.number(),
  /** How to get what does not work and could. */
  advice: z.array(text).max(limits.list),
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
