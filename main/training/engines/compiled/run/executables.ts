import type { InferenceSession } from 'onnxruntime-node'
import type { TrainingProgram } from '../../../program/program.ts'
import { writeLoop } from '../onnx/loop.ts'
import { writeSingle } from '../onnx/single.ts'
import { predictionGraph } from '../step/prediction.ts'
import type { TrainingStep } from '../step/training-step.ts'
import { trainingStep } from '../step/training-step.ts'
import type { Lease } from './leases.ts'
import { Leases } from './leases.ts'
import { runtime, sessionOptions } from './runtime.ts'

/** A training step ready to run. */
export interface Executable {
  readonly step: TrainingStep
  readonly session: InferenceSession
}

/** Most recently used graphs of each kind that stay ready; each holds a few megabytes. */
const kept = 16

/**
 * Graphs that are ready to run, by structure: making one takes tens of milliseconds, and trials that differ in numbers
 * alone share theirs.
 */
export class Executables {
  readonly #training = new Leases<Executable>(kept, ({ session }) => void session.release())
  readonly #prediction = new Leases<InferenceSession>(kept, (session) => void session.release())
  /** How many graphs were recorded and compiled so far. */
  compiled = 0

  training(program: TrainingProgram): Promise<Lease<Executable>> {
    return this.#training.take(program.structureKey, async () => {
      this.compiled++
      const step = trainingStep(program)
      return { step, session: await runtime().InferenceSession.create(writeLoop(step), sessionOptions) }
    })
  }

  prediction(program: TrainingProgram, batchSize: number): Promise<Lease<InferenceSession>> {
    return this.#prediction.take(`${batchSize} ${program.structureKey}`, async () => {
      this.compiled++
      return runtime().InferenceSession.create(writeSingle(predictionGraph(program, batchSize)), sessionOptions)
    })
  }

  clear(): void {
    this.#training.clear()
    this.#prediction.clear()
  }
}
