import { createRequire } from 'node:module'
import type * as Ort from 'onnxruntime-node'
import { EngineUnavailable } from '../../engine.ts'

let loaded: typeof Ort | undefined

/**
 * ONNX Runtime, loaded on first use: where the package has no binary for this machine (Intel Macs), loading it throws.
 * @throws EngineUnavailable saying why
 */
export function runtime(load: () => unknown = () => createRequire(import.meta.url)('onnxruntime-node')): typeof Ort {
  if (loaded !== undefined) return loaded
  let module
  try {
    module = load() as typeof Ort
  } catch (error) {
    throw new EngineUnavailable('compiled', error instanceof Error ? error.message.split('\n')[0]! : String(error))
  }
  loaded = module
  return module
}

/**
 * One thread, no spinning: a pool of workers shares the processor. Numbers too small for full precision count as zero:
 * the averages of optimizers decay into them, and arithmetic on them is many times slower. (The runtime sets this
 * once in a process, for the thread that makes the first session.) No layout optimisation: it reorders images
 * around each pool, which costs more than it saves when weights are not constant.
 */
export const sessionOptions: Ort.InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'extended',
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
}
