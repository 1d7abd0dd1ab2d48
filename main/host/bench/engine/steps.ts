import type { EngineName } from '../../../training/engines/engine.ts'
import { EngineUnavailable } from '../../../training/engines/engine.ts'
import { Engines } from '../../../training/engines/open.ts'
import type { TrainingJob } from '../../../training/job.ts'
import type { Measurement } from '../figure.ts'
import { madeUpData, scatteredRows } from './jobs.ts'
import { milliseconds } from './side-by-side.ts'

/** Training steps of a job on an engine, batches gathered from scattered rows. */
export async function trainingSteps(
  engines: Engines,
  engine: EngineName,
  job: TrainingJob,
): Promise<(steps: number) => Promise<void>> {
  const { session } = await engines.open([engine], job, madeUpData(job))
  let done = 0
  return async (steps) => {
    const learningRates = new Float32Array(steps).fill(job.hyperparameters.learningRate)
    await session.train({ rows: scatteredRows(steps, done), learningRates, firstStep: done })
    done += steps
  }
}

/** Measures with engines of its own; an engine that this machine lacks makes the figure null. */
export async function measured(measure: (engines: Engines) => Promise<Measurement>): Promise<Measurement> {
  const engines = new Engines({ clock: milliseconds })
  try {
    return await measure(engines)
  } catch (error) {
    if (error instanceof EngineUnavailable) return { value: null, how: error.message }
    throw error
  } finally {
    await engines.dispose()
  }
}

export const ms = (value: number): string => `${value.toPrecision(3)} ms`
