import type { InferenceSession } from 'onnxruntime-node'
import type { TrainingProgram } from '../../../program/program.ts'
import { JobRefused } from '../../engine.ts'
import { writeLoop } from '../onnx/loop.ts'
import { writeSingle } from '../onnx/single.ts'
import { writeStep } from '../onnx/step.ts'
import { predictionGraph, predictionKey } from '../step/prediction.ts'
import { KnownKinds } from '../step/record-twice.ts'
import type { TrainingStep } from '../step/training-step.ts'
import { trainingStep } from '../step/training-step.ts'
import type { Lease } from './leases.ts'
import { Leases } from './leases.ts'
import type { OpenedTarget } from './target.ts'
import { processor, reasonOf } from './target.ts'

/** A training step ready to run. */
export interface Executable {
  readonly step: TrainingStep
  readonly session: InferenceSession
}

/**
 * Graphs of more operators (networks unrolled in time) run as they are written: the runtime's optimisation grows with their
 * square, takes most of the time until they are ready, and makes no step of them faster (TRACING.md).
 */
const mostOptimised = 1000

const forSize = (operators: number): InferenceSession.SessionOptions =>
  operators > mostOptimised ? { graphOptimizationLevel: 'disabled' } : {}

/**
 * Most recently used graphs of each kind that stay ready: more than a study usually has architectures. Small networks' hold
 * about a megabyte each, without arena (TRACING.md).
 */
const kept = 40

/**
 * Graphs that are ready to run on a target, by structure: making one takes tens of milliseconds, and trials that differ in
 * numbers alone share theirs.
 */
export class Executables {
  readonly target: OpenedTarget
  readonly #training = new Leases<Executable>(kept, ({ session }) => void session.release())
  readonly #prediction = new Leases<InferenceSession>(kept, (session) => void session.release())
  readonly #kinds = new KnownKinds()
  /** How many graphs were recorded and compiled so far. */
  compiled = 0

  /** @throws EngineUnavailable where the processor's runtime has no binary */
  constructor(target: OpenedTarget = processor()) {
    this.target = target
  }

  /** @throws UnsupportedKernel, JobRefused */
  training(program: TrainingProgram): Promise<Lease<Executable>> {
    const { form, operators } = this.target
    return this.#training.take(program.structureKey, async () => {
      this.compiled++
      const step = this.#kinds.record('training', program, (recorder) =>
        trainingStep(program, { device: operators, looped: form === 'loop', recorder }),
      )
      const options = operators === 'cpu' ? forSize(step.body.nodes.length) : {}
      const session = await (form === 'loop' ? this.#create(writeLoop(step), options) : this.#createStep(step))
      return { step, session }
    })
  }

  prediction(program: TrainingProgram, batchSize: number): Promise<Lease<InferenceSession>> {
    return this.#prediction.take(predictionKey(program, batchSize), async () => {
      this.compiled++
      const graph = this.#kinds.record('prediction', program, (recorder) =>
        predictionGraph(program, batchSize, { device: this.target.operators, recorder }),
      )
      return this.#create(writeSingle(graph))
    })
  }

  #createStep(step: TrainingStep): Promise<InferenceSession> {
    const { bytes, outputs } = writeStep(step)
    if (!this.target.keepsState) return this.#create(bytes)
    const loss = outputs.at(-1)
    return this.#create(bytes, {
      preferredOutputLocation: Object.fromEntries(
        outputs.map((name) => [name, name === loss ? ('cpu' as const) : ('gpu-buffer' as const)]),
      ),
    })
  }

  async #create(model: Uint8Array, more: InferenceSession.SessionOptions = {}): Promise<InferenceSession> {
    const { runtime, sessionOptions, engine, operators } = this.target
    try {
      return await runtime.InferenceSession.create(model, { ...sessionOptions, ...more })
    } catch (error) {
      // On the processor every graph of ours runs: a refusal there is a defect.
      if (operators === 'cpu') throw error
      throw new JobRefused(engine, reasonOf(error), { cause: error })
    }
  }

  clear(): void {
    this.#training.clear()
    this.#prediction.clear()
  }
}
