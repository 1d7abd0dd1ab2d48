import * as tf from '@tensorflow/tfjs-core'
import type { TrainingData } from '../../examples.ts'
import type { TrainingJob } from '../../job.ts'
import { createProgram } from '../../program/program.ts'
import type { Engine, TfjsEngineName } from '../engine.ts'
import { UnsupportedKernel } from '../engine.ts'
import type { EngineOptions } from '../options.ts'
import { startBackend, useBackend } from './backends.ts'
import { TfjsSession } from './session.ts'

/**
 * Executes jobs by tfjs itself, op by op.
 * @throws EngineUnavailable when the backend cannot start here
 */
export async function createTfjsEngine(name: TfjsEngineName, options: EngineOptions): Promise<Engine> {
  const { tfjsName, device } = await startBackend(name, options)
  return {
    name,
    device,
    async open(job: TrainingJob, data: TrainingData) {
      useBackend(tfjsName)
      const session = new TfjsSession(createProgram(job), data, tfjsName, options.clock)
      try {
        await session.rehearse()
      } catch (error) {
        await session.dispose()
        const kernel = missingKernel(error, tfjsName)
        throw kernel === undefined ? error : new UnsupportedKernel(kernel, name)
      }
      return session
    },
    async dispose() {},
  }
}

/** The kernel that a failed step asked for and the backend has not; tfjs quotes its name. */
function missingKernel(error: unknown, tfjsName: string): string | undefined {
  const quoted = String(error instanceof Error ? error.message : error).match(/'(\w+)'/)?.[1]
  return quoted !== undefined && tf.getKernel(quoted, tfjsName) === undefined ? quoted : undefined
}
