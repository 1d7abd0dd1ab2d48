import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { registerCounterMask } from '../../program/randomness/counter-mask.ts'
import { registerCounterUniform } from '../../program/randomness/counter-uniform.ts'
import { registerTokenKernels } from '../../program/tokens/register.ts'
import type { TfjsEngineName } from '../engine.ts'
import { EngineUnavailable } from '../engine.ts'
import type { EngineOptions } from '../options.ts'
import { loadTfjsNode } from './load-node.ts'
import { loadWebgpu } from './load-webgpu.ts'

interface Backend {
  /** tfjs's own name for it. */
  readonly tfjsName: string
  /** Where it computes, once it is current. */
  device(): string
  /** Registers it with tfjs. */
  load(options: Pick<EngineOptions, 'librariesFolder'>): Promise<void>
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

/** TensorFlow without a usable GPU computes on the processor and says nothing: ask it. */
const nodeDevice = (): string =>
  (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true ? 'cuda' : 'cpu'

const onProcessor = (): string => 'cpu'

/** The adapter's kind, so that a software renderer is not taken for a graphics card. */
const webgpuDevice = (): string => {
  const { adapterInfo } = tf.backend() as { adapterInfo?: { isFallbackAdapter?: boolean; device?: string } }
  return adapterInfo?.isFallbackAdapter === true ? 'webgpu (software)' : 'webgpu'
}

const backends: Readonly<Record<TfjsEngineName, Backend>> = {
  'tfjs-cpu': { tfjsName: 'cpu', device: onProcessor, load: loadCpu },
  'tfjs-wasm': { tfjsName: 'wasm', device: onProcessor, load: loadWasm },
  'tfjs-webgpu': { tfjsName: 'webgpu', device: webgpuDevice, load: loadWebgpu },
  'tfjs-node': { tfjsName: 'tensorflow', device: nodeDevice, load: loadTfjsNode('@tensorflow/tfjs-node') },
  'tfjs-node-gpu': { tfjsName: 'tensorflow', device: nodeDevice, load: loadTfjsNode('@tensorflow/tfjs-node-gpu') },
}

/**
 * Loads a tfjs backend and makes it ready to use.
 * @throws EngineUnavailable with the loader's reason
 */
export async function startBackend(
  name: TfjsEngineName,
  options: Pick<EngineOptions, 'librariesFolder'> = {},
): Promise<{ tfjsName: string; device: string }> {
  const { tfjsName, device, load } = backends[name]
  // Silences tfjs's advertisements on the console; nothing else hangs on it.
  tf.enableProdMode()
  try {
    await load(options)
    if (!(await tf.setBackend(tfjsName))) throw new Error(`tfjs has no working backend "${tfjsName}" here.`)
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n')
    throw new EngineUnavailable(name, reason ?? 'no reason given.', { cause: error })
  }
  registerCounterMask(tfjsName)
  registerCounterUniform(tfjsName)
  registerTokenKernels(tfjsName)
  return { tfjsName, device: device() }
}

/** Makes a started backend current again: another engine of this process may have changed it. Takes effect at once. */
export function useBackend(tfjsName: string): void {
  if (tf.getBackend() !== tfjsName) void tf.setBackend(tfjsName)
}
