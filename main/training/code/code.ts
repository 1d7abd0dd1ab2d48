import type { TrainingJob } from '../job.ts'
import { templates } from '../templates/table.ts'
import { kerasCode } from './keras.ts'
import { pytorchCode } from './pytorch.ts'

/** A job in the words of other frameworks. */
export interface NetworkCode {
  readonly keras: string
  readonly pytorch: string
  /** What the job does and one of the programs does not, in words. */
  readonly leftOut: readonly string[]
}

/**
 * Programs that build and train the network of a job: the same layers, optimizer, schedule and course. Random numbers differ,
 * and so do some defaults of the frameworks that DEVIATIONS.md names.
 * @throws TemplateMismatch, BadTopology
 */
export function codeOfJob(job: TrainingJob): NetworkCode {
  const spec = templates[job.template](job)
  const [keras, pytorch] = [kerasCode(job, spec), pytorchCode(job, spec)]
  return { keras: keras.text, pytorch: pytorch.text, leftOut: [...new Set([...keras.leftOut, ...pytorch.leftOut])] }
}
