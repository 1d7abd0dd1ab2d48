import type { InferenceSession } from 'onnxruntime-node'
import type { TrainingProgram } from '../../../program/program.ts'
import { writeLoop } from '../onnx/loop.ts'
import { writeSingle } from '../onnx/single.ts'
import { predictionGraph } from '../step/prediction.ts'
import type { TrainingStep } from '../step/training-step.ts'
import { trainingStep } from '../step/training-step.ts'
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
  readonly #training = new Map<string, Promise<Executable>>()
  readonly #prediction = new Map<string, Promise<InferenceSession>>()
  /** How many graphs were recorded and compiled so far. */
  compiled = 0

  training(program: TrainingProgram): Promise<Executable> {
    return this.#cached(this.#training, program.structureKey, async () => {
      const step = trainingStep(program)
      return { step, session: await runtime().InferenceSession.create(writeLoop(step), sessionOptions) }
    })
  }

  prediction(program: TrainingProgram, batchSize: number): Promise<InferenceSession> {
    return this.#cached(this.#prediction, `${batchSize} ${program.structureKey}`, () =>
      runtime().InferenceSession.create(writeSingle(predictionGraph(program, batchSize)), sessionOptions),
    )
  }

  #cached<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
    const known = cache.get(key)
    if (known !== undefined) {
      cache.delete(key)
      cache.set(key, known)
      return known
    }
    this.compiled++
    const made = make()
    cache.set(key, made)
    made.catch(() => cache.delete(key))
    for (const oldest of cache.keys()) {
      if (cache.size <= kept) break
      cache.delete(oldest) // released when its last user drops it
    }
    return made
  }

  clear(): void {
    this.#training.clear()
    this.#prediction.clear()
  }
}
