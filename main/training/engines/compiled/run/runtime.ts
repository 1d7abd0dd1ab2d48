import { createRequire } from 'node:module'
import type * as Ort from 'onnxruntime-node'
import { EngineUnavailable } from '../../engine.ts'

/**
 * Loads ONNX Runtime. Where the package has no binary for this machine (Intel Macs), requiring it throws.
 * @throws EngineUnavailable saying why
 */
export function loadRuntime(require: (name: string) => unknown): typeof Ort {
  try {
    return require('onnxruntime-node') as typeof Ort
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n')
    throw new EngineUnavailable('compiled', reason ?? 'no reason given.', { cause: error })
  }
}

let loaded: typeof Ort | undefined

/** ONNX Runtime, loaded on first use. @throws EngineUnavailable */
export function runtime(): typeof Ort {
  loaded ??= loadRuntime(createRequire(import.meta.url))
  return loaded
}

/**
 * One thread, no spinning: a pool of workers shares the processor. Numbers too small for full precision count as zero:
 * the averages of optimizers decay into them, and arithmetic on them is many times slower. (The runtime sets this once in a
 * process, for the thread that makes the first session.) No layout optimisation: it reorders images around each pool,
 * which costs more than it saves when weights are not constant. No arena: each graph that is kept ready would hold on to
 * what its largest run needed.
 */
export const sessionOptions: Ort.InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  enableCpuMemArena: false,
  graphOptimizationLevel: 'extended',
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
}
