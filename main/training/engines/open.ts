import { fittedTo } from '../batching.ts'
import { withClassWeights } from '../class-weights.ts'
import type { TrainingData } from '../examples.ts'
import type { TrainingJob } from '../job.ts'
import { EngineUnavailable, JobRefused, UnsupportedKernel } from './engine.ts'
import type { Engine, EngineName, TrainingSession } from './engine.ts'
import type { EngineOptions } from './options.ts'
import { engineFactories } from './registry.ts'

export interface OpenedSession {
  readonly engine: Engine
  readonly session: TrainingSession
  /** The job as it is trained: its batch size clipped to the rows there are. */
  readonly job: TrainingJob
  /** What was tried in vain before, and why, as sentences for the trial's page. Empty when the first choice runs. */
  readonly notes: readonly string[]
}

/** The engines of this process: made when first needed, kept with their caches, let go together. */
export class Engines {
  readonly #options: EngineOptions
  readonly #engines = new Map<EngineName, Promise<Engine>>()

  constructor(options: EngineOptions) {
    this.#options = options
  }

  /** @throws EngineUnavailable */
  engine(name: EngineName): Promise<Engine> {
    let engine = this.#engines.get(name)
    if (engine === undefined) {
      engine = engineFactories[name](this.#options)
      this.#engines.set(name, engine)
    }
    return engine
  }

  /**
   * Opens a session on the first of the named engines that can run the job; with `member`, one that may train together with
   * others of its structure, see Engine.openMember.
   * @throws EngineUnavailable when none can, with the reason of each
   */
  async open(
    names: readonly EngineName[],
    job: TrainingJob,
    data: TrainingData,
    { member = false }: { readonly member?: boolean } = {},
  ): Promise<OpenedSession> {
    const fitted = withClassWeights(fittedTo(job, data), data)
    const notes: string[] = []
    for (const [index, name] of names.entries()) {
      try {
        const engine = await this.engine(name)
        const session = await (member && engine.openMember
          ? engine.openMember(fitted, data)
          : engine.open(fitted, data))
        return { engine, session, job: fitted, notes }
      } catch (error) {
        if (!meansTryAnother(error)) throw error
        const next = names[index + 1]
        notes.push(next === undefined ? error.message : `${error.message} Trying ${next} instead.`)
      }
    }
    throw new EngineUnavailable(
      names.at(-1) ?? 'tfjs-cpu',
      names.length === 0 ? 'no engine was named.' : `none of ${names.join(', ')} can run this job. ${notes.join(' ')}`,
    )
  }

  async dispose(): Promise<void> {
    const engines = await Promise.allSettled(this.#engines.values())
    this.#engines.clear()
    for (const outcome of engines) if (outcome.status === 'fulfilled') await outcome.value.dispose()
  }
}

const meansTryAnother = (error: unknown): error is Error =>
  error instanceof UnsupportedKernel || error instanceof EngineUnavailable || error instanceof JobRefused
