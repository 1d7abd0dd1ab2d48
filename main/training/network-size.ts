import type { TrainingJob } from './job.ts'
import { describeWeights, sizeOf } from './spec/weights.ts'
import { templates } from './templates/table.ts'

/** Trainable numbers of a job's network, and bytes of all its numbers. */
export function networkSize(job: TrainingJob): { readonly parameters: number; readonly modelBytes: number } {
  const weights = describeWeights(templates[job.template](job))
  const numbers = (some: typeof weights) => some.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return { parameters: numbers(weights.filter(({ trainable }) => trainable)), modelBytes: 4 * numbers(weights) }
}
