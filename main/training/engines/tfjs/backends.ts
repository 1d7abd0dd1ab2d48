import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { env as environment } from 'node:process'
import * as tf from '@tensorflow/tfjs-core'
import { registerCounterMask } from '../../program/randomness/counter-mask.ts'
import { registerCounterUniform } from '../../program/randomness/counter-uniform.ts'
import type { EngineName } from '../engine.ts'
import { EngineUnavailable } from '../engine.ts'

export type TfjsEngineName = Exclude<EngineName, 'compiled'>

interface Backend {
  /** tfjs's own name for it. */
  readonly tfjsName: string
  /** Where it computes, once it is current. */
  device(): string
  /** Registers it with tfjs. */
  load(): Promise<void>
}

const require = createRequire(import.meta.url)

async function loadCpu(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu')
}

/** The .wasm files are read from the package's folder: no network. */
async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
}

/**
 * tfjs-node's kernels call two functions that Node 23 removed (tensorflow/tfjs#8609); and without the variable one process
 * takes the whole GPU.
 */
async function loadNodeGpu(): Promise<void> {
  environment['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'
  const util = require('node:util') as Record<string, unknown>
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  util['isArray'] ??= Array.isArray
  // Not a literal: the package is optional, and neither the compiler nor the bundler may insist on it.
  const name: string = '@tensorflow/tfjs-node-gpu'
  await import(/* @vite-ignore */ name)
}

/** TensorFlow without a usable GPU computes on the processor and says nothing: ask it. */
const nodeDevice = (): string =>
  (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true ? 'cuda' : 'cpu'

const onProcessor = (): string => 'cpu'

const backends: Readonly<Record<TfjsEngineName, Backend>> = {
  'tfjs-cpu': { tfjsName: 'cpu', device: onProcessor, load: loadCpu },
  'tfjs-wasm': { tfjsName: 'wasm', device: onProcessor, load: loadWasm },
  'tfjs-node-gpu': { tfjsName: 'tensorflow', device: nodeDevice, load: loadNodeGpu },
}

/**
 * Loads a tfjs backend and makes it ready to use.
 * @throws EngineUnavailable with the loader's reason
 */
export async function startBackend(name: TfjsEngineName): Promise<{ tfjsName: string; device: string }> {
  const { tfjsName, device, load } = backends[name]
  // Silences tfjs's advertisements on the console; nothing else hangs on it.
  tf.enableProdMode()
  try {
    await load()
    if (!(await tf.setBackend(tfjsName))) throw new Error(`tfjs has no working backend "${tfjsName}" here.`)
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n')
    throw new EngineUnavailable(name, reason ?? 'no reason given.', { cause: error })
  }
  registerCounterMask(tfjsName)
  registerCounterUniform(tfjsName)
  return { tfjsName, device: device() }
}

/** Makes a started backend current again: another engine of this process may have changed it. Takes effect at once. */
export function useBackend(tfjsName: string): void {
  if (tf.getBackend() !== tfjsName) void tf.setBackend(tfjsName)
}
