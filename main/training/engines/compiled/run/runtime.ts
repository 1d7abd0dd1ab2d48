import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as Ort from 'onnxruntime-node'
import type { EngineName } from '../../engine.ts'
import { EngineUnavailable } from '../../engine.ts'
import type { Runtime } from './runtime-kind.ts'

/**
 * Loads ONNX Runtime. Where the package has no binary for this machine (Intel Macs), requiring it throws.
 * @throws EngineUnavailable saying why
 */
export function loadRuntime(require: (name: string) => unknown, engine: EngineName = 'compiled'): typeof Ort {
  try {
    return require('onnxruntime-node') as typeof Ort
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n')
    throw new EngineUnavailable(engine, reason ?? 'no reason given.', { cause: error })
  }
}

let loaded: typeof Ort | undefined

/** ONNX Runtime, loaded on first use. @throws EngineUnavailable */
export function runtime(): typeof Ort {
  loaded ??= loadRuntime(createRequire(import.meta.url))
  return loaded
}

/**
 * ONNX Runtime for an engine. CUDA's comes from the user's folder if it is there: the installed one has no CUDA provider
 * beside it. Two copies never meet in one process as long as a process opens either; each has its own name for its symbols.
 * @throws EngineUnavailable
 */
export function loadNative(engine: EngineName, librariesFolder: string | undefined): typeof Ort {
  if (engine !== 'compiled-cuda' || librariesFolder === undefined) return runtime()
  const theirs = createRequire(join(librariesFolder, 'package.json'))
  try {
    theirs.resolve('onnxruntime-node')
  } catch {
    return runtime()
  }
  return loadRuntime(theirs, engine)
}

/**
 * ONNX Runtime as WebAssembly, which runs wherever Node does: one thread, from its package's own files.
 * @throws EngineUnavailable
 */
export async function loadWasm(): Promise<Runtime> {
  try {
    const web = await import('onnxruntime-web')
    web.env.wasm.numThreads = 1
    web.env.logLevel = 'error'
    return web as unknown as Runtime
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n')
    throw new EngineUnavailable('compiled-wasm', reason ?? 'no reason given.', { cause: error })
  }
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
