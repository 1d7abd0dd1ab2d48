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

/** One thread, no spinning: a pool of workers shares the processor. */
export const sessionOptions: Ort.InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
}
