import type { TrainingData } from '../../examples.ts'
import type { TrainingJob } from '../../job.ts'
import { createProgram } from '../../program/program.ts'
import type { Engine, TrainingSession } from '../engine.ts'
import type { Clock } from './run/compiled-session.ts'
import { CompiledSession } from './run/compiled-session.ts'
import { Executables } from './run/executables.ts'
import { Stacks } from './run/stacks.ts'
import { runtime } from './run/runtime.ts'

/** Records training steps and runs them natively, many in one call. */
export class CompiledEngine implements Engine {
  readonly name = 'compiled'
  readonly device = 'cpu'
  readonly #executables = new Executables()
  readonly #stacks: Stacks
  readonly #now: Clock

  private constructor(now: Clock) {
    this.#now = now
    this.#stacks = new Stacks(now)
  }

  /**
   * @param now milliseconds from any origin, to size slices
   * @throws EngineUnavailable where ONNX Runtime has no binary for this machine
   */
  static create(now: Clock): CompiledEngine {
    runtime()
    return new CompiledEngine(now)
  }

  /** Graphs recorded and compiled since the engine was created; jobs that differ in numbers alone share one. */
  get compiledGraphs(): number {
    return this.#executables.compiled
  }

  open(job: TrainingJob, data: TrainingData): Promise<TrainingSession> {
    return CompiledSession.open({ program: createProgram(job), data, executables: this.#executables, now: this.#now })
  }

  openMember(job: TrainingJob, data: TrainingData): Promise<TrainingSession> {
    return this.#stacks.open({ program: createProgram(job), data, executables: this.#executables, now: this.#now })
  }

  /** Members of the largest stack at present. */
  get largestStack(): number {
    return this.#stacks.largest
  }

  dispose(): Promise<void> {
    this.#executables.clear()
    this.#stacks.clear()
    return Promise.resolve()
  }
}
