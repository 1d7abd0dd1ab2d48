import type { Engines } from '../training/engines/open.ts'
import { scoreConstant } from '../training/constant-prediction.ts'
import { TrainingStopped } from '../training/fault.ts'
import { trainJob } from '../training/loop.ts'
import type { TrainingRun } from '../training/loop.ts'
import { networkSize } from '../training/network-size.ts'
import type { EngineName } from '../training/engines/engine.ts'
import { quickestFirst } from '../training/engines/speed.ts'
import type { TrainingJob } from '../training/job.ts'
import { multiplyAdds } from '../training/spec/work.ts'
import { withTopology } from '../training/templates/custom.ts'
import { templates } from '../training/templates/table.ts'
import type { Assignment } from '../pool/protocol.ts'
import { beginningOf } from './begin.ts'
import type { Beginning, TrainBefore } from './begin.ts'
import { scoreModel } from './score-model.ts'
import type { DataCache } from './data-cache.ts'
import type { Outcome, Train, TrainingContext } from './serve.ts'

export interface Workshop {
  readonly data: DataCache
  readonly engines: Engines
  /** Milliseconds, never falling. */
  readonly clock: () => number
}

/** Trains assignments with what this process keeps between them: data, engines and their compiled sessions. */
export function createTrain(workshop: Workshop): Train {
  return async (assignment, context) => {
    const breakOff = breakOffAt(assignment.checkpoint?.epoch ?? 0)
    try {
      await context.breathe()
      if (context.signal.aborted) return breakOff
      return await train(assignment, context, workshop)
    } catch (error) {
      if (error instanceof TrainingStopped) return breakOffAt(error.epoch)
      throw error
    }
  }
}

async function train(assignment: Assignment, context: TrainingContext, workshop: Workshop): Promise<Outcome> {
  const { dataset, split, preprocessing, checkpoint, checkpointEveryMs } = assignment
  const data = await workshop.data.get(dataset, split, preprocessing)
  await context.breathe()
  if (context.signal.aborted) return breakOffAt(checkpoint?.epoch ?? 0)
  if (assignment.constant)
    return { type: 'finished', result: scoreConstant(data, assignment.job.hyperparameters.quantile) }
  // How many inputs a network has is known only once preprocessing was fitted: the job's own figures are a forecast.
  const { inputShape, outputs, task, vocabulary, targetsPerExample } = data
  const described: TrainingJob = {
    ...assignment.job,
    inputShape,
    outputs,
    task,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(targetsPerExample === undefined ? {} : { targetsPerExample }),
  }
  const wanted = described.template === 'custom' ? withTopology(described) : described
  if (assignment.score) {
    const { clock } = workshop
    const { breathe } = context
    const { quantile } = wanted.hyperparameters
    const scoring = { model: assignment.score, data, size: networkSize(wanted), quantile, clock, breathe }
    return { type: 'finished', result: await scoreModel(scoring) }
  }
  const order = enginesFor(assignment, wanted)
  const { engine, session, job, notes } = await workshop.engines.open(order, wanted, data, {
    member: assignment.stack !== undefined,
  })
  const { clock } = workshop
  const { breathe } = context
  const shouldStop = (): boolean => context.signal.aborted
  const trainBefore = trainingBefore(workshop.engines, order, { data, clock, breathe, shouldStop })
  try {
    for (const text of notes) context.report({ type: 'note', text })
    const own: Beginning = checkpoint ? { checkpoint } : {}
    const { startFrom } = assignment
    const beginning = startFrom && !checkpoint ? await beginningOf(startFrom, job, trainBefore) : own
    const obstacle = await beginning.prepare?.(session, job)
    if (obstacle !== undefined) context.report({ type: 'note', text: `It starts with new weights: ${obstacle}.` })
    context.report({ type: 'began', engine: engine.name, device: engine.device, size: networkSize(job) })
    const { state, ...result } = await trainJob({
      job,
      data,
      engine,
      session,
      clock,
      breathe,
      checkpointEveryMs,
      ...(assignment.checkpointAt && { checkpointAt: assignment.checkpointAt }),
      ...(beginning.checkpoint && { checkpoint: beginning.checkpoint }),
      ...(assignment.untilEpoch === undefined ? {} : { untilEpoch: assignment.untilEpoch }),
      ...(assignment.keepState && { keepState: true }),
      onEpoch: (metrics) => context.report({ type: 'epoch', metrics }),
      onCheckpoint: (reached) => context.report({ type: 'checkpoint', checkpoint: reached }),
      shouldStop,
    })
    if (!assignment.keepModel) return { type: 'finished', result }
    // Loaded when first needed: it brings a tfjs backend along.
    const { savedModelOf } = await import('../training/saved-model.ts')
    return { type: 'finished', result, model: await savedModelOf(job, state, data.preprocessing) }
  } finally {
    await session.dispose()
  }
}

/** What a training that came before another needs besides its job. */
type Around = Pick<TrainingRun, 'data' | 'clock' | 'breathe' | 'shouldStop'>

/** Trains again what a sequel goes on from. */
const trainingBefore =
  (engines: Engines, order: readonly EngineName[], around: Around): TrainBefore =>
  async (wanted, untilEpoch, { checkpoint, prepare }) => {
    const { engine, session, job } = await engines.open(order, wanted, around.data, { member: false })
    try {
      await prepare?.(session, job)
      let last = checkpoint
      await trainJob({
        ...around,
        job,
        engine,
        session,
        ...(checkpoint && { checkpoint }),
        ...(untilEpoch === undefined ? {} : { untilEpoch }),
        keepState: true,
        onCheckpoint: (reached) => (last = reached),
      })
      return last!
    } finally {
      await session.dispose()
    }
  }

/** The quickest first for a network of this size, as measured here; the study's order where nothing was. */
function enginesFor({ engines, speeds }: Assignment, job: TrainingJob): readonly EngineName[] {
  if (speeds === undefined || engines.length < 2) return engines
  return quickestFirst(engines, speeds, multiplyAdds(templates[job.template](job)) * job.hyperparameters.batchSize)
}

function breakOffAt(epoch: number): Outcome {
  return { type: 'cancelled', epoch }
}
