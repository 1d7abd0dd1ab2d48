import type { EngineName } from '../../main/training/engines/engine.ts'
import { Engines } from '../../main/training/engines/open.ts'
import type { TrainingData } from '../../main/training/examples.ts'
import type { TrainingJob } from '../../main/training/job.ts'
import type { TrainedNetwork, TrainingRun } from '../../main/training/loop.ts'
import { trainJob } from '../../main/training/loop.ts'

export const engines = new Engines({ clock: () => performance.now() })

export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Opens a session on the engine, trains the job, closes the session. */
export async function train(
  job: TrainingJob,
  data: TrainingData,
  engine: EngineName = 'tfjs-cpu',
  rest: Partial<TrainingRun> = {},
): Promise<TrainedNetwork> {
  const opened = await engines.open([engine], job, data)
  try {
    return await trainJob({ ...opened, data, clock: () => performance.now(), breathe, ...rest })
  } finally {
    await opened.session.dispose()
  }
}
