import type { Clock } from '../clock.ts'

/** What an engine is given by the process that it lives in. */
export interface EngineOptions {
  readonly clock: Clock
  /** A folder with the user's own native packages in its node_modules: tfjs-node-gpu, onnxruntime-node with CUDA. */
  readonly librariesFolder?: string
}
