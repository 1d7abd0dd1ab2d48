import type { TrainingData } from './examples.ts'
import type { TrainingJob } from './job.ts'

/**
 * The job with the weights of its classes, if it wants them: rows / (classes * rows of the class), so that their mean over
 * training rows is 1; a class without training rows weighs nothing.
 */
export function withClassWeights(job: TrainingJob, { train, outputs }: TrainingData): TrainingJob {
  if (job.task !== 'classification' || job.hyperparameters.classWeights === 'none') return job
  const counts = new Array<number>(outputs).fill(0)
  for (const target of train.targets) counts[target]!++
  const present = counts.filter((count) => count > 0).length
  return {
    ...job,
    classWeights: counts.map((count) => (count === 0 ? 0 : train.targets.length / (present * count))),
  }
}
