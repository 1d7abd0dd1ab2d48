import type { TrainingJob } from '../job.ts'
import type { TemplateName } from './names.ts'
import type { ModelSpec } from '../spec/model-spec.ts'
import { cnn } from './cnn.ts'
import { custom } from './custom.ts'
import { linear } from './linear.ts'
import { mlp } from './mlp.ts'
import { nextToken } from './next-token.ts'
import { sequence } from './sequence.ts'
import { text } from './text.ts'

/** Every template: a job's hyperparameters and shapes to a network as plain data. */
export const templates: Readonly<Record<TemplateName, (job: TrainingJob) => ModelSpec>> = {
  linear,
  mlp,
  cnn,
  text,
  nextToken,
  sequence,
  custom,
}
