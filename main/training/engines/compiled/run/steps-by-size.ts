import { rowsPerStep } from '../../../batching.ts'
import { createProgram } from '../../../program/program.ts'
import type { TrainingProgram } from '../../../program/program.ts'
import type { StepSlice } from '../../engine.ts'
import type { Executable, Executables } from './executables.ts'
import type { Lease } from './leases.ts'

interface Context {
  readonly program: TrainingProgram
  readonly executables: Executables
}

/**
 * The step of one network in the size that its batches have at the time. A graph has one size of batch; where batches grow,
 * another graph of the same parameters takes over, and the state goes on: its layout does not depend on the size.
 */
export class StepsBySize {
  readonly #context: Context
  #rows: number
  #lease: Lease<Executable>

  private constructor(context: Context, lease: Lease<Executable>) {
    this.#context = context
    this.#rows = rowsPerStep(context.program.job)
    this.#lease = lease
  }

  /** Starts with the size of the first epoch. @throws UnsupportedKernel, JobRefused */
  static async open(context: Context): Promise<StepsBySize> {
    return new StepsBySize(context, await context.executables.training(context.program))
  }

  get current(): Executable {
    return this.#lease.value
  }

  /**
   * The step that a slice wants.
   * @throws Error where its rows do not fill its steps
   */
  async of({ rows, learningRates }: Pick<StepSlice, 'rows' | 'learningRates'>): Promise<Executable> {
    const size = rows.length / learningRates.length
    if (size !== this.#rows) await this.#change(size, rows.length, learningRates.length)
    return this.current
  }

  async #change(size: number, rows: number, steps: number): Promise<void> {
    const { program, executables } = this.#context
    const { hyperparameters: h } = program.job
    const batchSize = size / h.accumulation
    if (h.batchGrowth === 1 || !Number.isInteger(batchSize))
      throw new Error(`${rows} rows were given for ${steps} steps of ${rowsPerStep(program.job)}.`)
    const resized = createProgram({ ...program.job, hyperparameters: { ...h, batchSize } })
    const lease = await executables.training(resized)
    this.#lease.release()
    this.#lease = lease
    this.#rows = size
  }

  release(): void {
    this.#lease.release()
  }
}
