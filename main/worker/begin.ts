import type { StartingPoint } from '../pool/protocol.ts'
import type { Checkpoint } from '../training/checkpoint.ts'
import type { TrainingSession } from '../training/engines/engine.ts'
import type { TrainingJob } from '../training/job.ts'
import { grow } from '../training/net2net/grow.ts'
import { RandomStream } from '../training/program/randomness/stream.ts'
import { keyOf } from '../training/program/randomness/hash.ts'
import type { ModelSpec } from '../training/spec/model-spec.ts'
import { withTopology } from '../training/templates/custom.ts'
import { templates } from '../training/templates/table.ts'

/** Puts weights in place before a training's first epoch. @returns why it could not, as the second half of a sentence */
export type Prepare = (session: TrainingSession, job: TrainingJob) => Promise<string | undefined>

/** What a training begins with; nothing of it: at the beginning. */
export interface Beginning {
  readonly checkpoint?: Checkpoint
  readonly prepare?: Prepare
}

/** Trains a job up to an epoch, reporting nothing, and gives the state in which it ended. */
export type TrainBefore = (
  job: TrainingJob,
  untilEpoch: number | undefined,
  beginning: Beginning,
) => Promise<Checkpoint>

/**
 * Where a training that is a sequel begins: with the state in which the one before it ended. Where that is not at hand, all
 * that came before is trained again, which gives the same.
 *
 * @param job of the sequel, as it was fitted to the data
 */
export async function beginningOf(
  { as, ancestors, checkpoint }: StartingPoint,
  job: TrainingJob,
  train: TrainBefore,
): Promise<Beginning> {
  const jobs = ancestors.map(({ hyperparameters, seed }): TrainingJob => ({ ...job, hyperparameters, seed }))
  let before = checkpoint
  if (!before)
    for (const [place, { untilEpoch, as: how }] of ancestors.entries())
      before = await train(jobs[place]!, untilEpoch, how && before ? sequelOf(how, before, jobs[place - 1]!) : {})
  return before ? sequelOf(as, before, jobs.at(-1)!) : {}
}

/** @param before the state in which the training before ended; @param earlier its job */
function sequelOf(as: StartingPoint['as'], before: Checkpoint, earlier: TrainingJob): Beginning {
  if (as === 'continued') return { checkpoint: before }
  return {
    async prepare(session, job) {
      const random = new RandomStream(keyOf(job.seed, growing))
      const grown = grow({
        small: specOf(earlier),
        trained: before.best?.state ?? before.state,
        large: specOf(job),
        initial: await session.capture(),
        uniform: () => random.uniform(),
      })
      if ('because' in grown) return grown.because
      await session.restore(grown.state)
      return undefined
    },
  }
}

/** Tells these draws from others of the same seed. */
const growing = 0x67726f77

function specOf(job: TrainingJob): ModelSpec {
  return templates[job.template](job.template === 'custom' ? withTopology(job) : job)
}
