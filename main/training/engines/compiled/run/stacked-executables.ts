import type { InferenceSession } from 'onnxruntime-node'
import type { TrainingProgram } from '../../../program/program.ts'
import { writeLoop } from '../onnx/loop.ts'
import { stackedStep } from '../stack/stacked-step.ts'
import type { TrainingStep } from '../step/training-step.ts'
import type { Lease } from './leases.ts'
import { Leases } from './leases.ts'
import { runtime, sessionOptions } from './runtime.ts'

/** Most recently used stacked graphs that stay ready: a few sizes of a few structures. */
const kept = 12

/** Training steps of several networks at once that are ready to run on the processor, by size and structure. */
export class StackedExecutables {
  readonly #graphs = new Leases<InferenceSession>(kept, (session) => void session.release())

  /** @throws UnsupportedKernel */
  take({ structureKey }: TrainingProgram, step: TrainingStep, members: number): Promise<Lease<InferenceSession>> {
    return this.#graphs.take(`${members} ${structureKey}`, () =>
      runtime().InferenceSession.create(writeLoop(stackedStep(step, members)), sessionOptions),
    )
  }

  clear(): void {
    this.#graphs.clear()
  }
}
