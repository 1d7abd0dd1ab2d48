import type * as Ort from 'onnxruntime-node'
import type { CompiledEngineName } from '../../engine.ts'
import { EngineUnavailable } from '../../engine.ts'
import type { EngineOptions } from '../../options.ts'
import { writeModel } from '../onnx/model.ts'
import type { Runtime } from './runtime-kind.ts'
import { loadNative, loadWasm, runtime as native, sessionOptions } from './runtime.ts'

/** Where compiled graphs run, and in which form. */
export interface Target {
  readonly engine: CompiledEngineName
  /** For the record: cpu, webgpu, cuda, directml, coreml. */
  readonly device: string
  /** ONNX Runtime's name of the execution provider. */
  readonly provider: string
  /**
   * `loop`: many steps in one call. `step`: a call a step, for providers that have no Loop (WebGPU, DirectML, CoreML: their
   * nodes inside a loop would each wait for the processor).
   */
  readonly form: 'loop' | 'step'
  /** Operators that graphs may use. */
  readonly operators: 'cpu' | 'gpu'
  /** State stays in buffers of the device from step to step; else it comes back after each call. */
  readonly keepsState: boolean
}

const targets: Readonly<Record<CompiledEngineName, Omit<Target, 'engine'>>> = {
  compiled: { device: 'cpu', provider: 'cpu', form: 'loop', operators: 'cpu', keepsState: false },
  'compiled-cuda': { device: 'cuda', provider: 'cuda', form: 'loop', operators: 'gpu', keepsState: false },
  'compiled-directml': { device: 'directml', provider: 'dml', form: 'step', operators: 'gpu', keepsState: false },
  'compiled-coreml': { device: 'coreml', provider: 'coreml', form: 'step', operators: 'gpu', keepsState: false },
  'compiled-webgpu': { device: 'webgpu', provider: 'webgpu', form: 'step', operators: 'gpu', keepsState: true },
  'compiled-wasm': { device: 'cpu', provider: 'wasm', form: 'loop', operators: 'cpu', keepsState: false },
}

/** A target that works here, at least for one addition. */
export interface OpenedTarget extends Target {
  readonly runtime: Runtime
  readonly sessionOptions: Ort.InferenceSession.SessionOptions
}

/** The default target: one thread of the processor. @throws EngineUnavailable where there is no binary for this machine */
export function processor(): OpenedTarget {
  return { engine: 'compiled', ...targets.compiled, runtime: native(), sessionOptions }
}

/**
 * Loads the runtime of an engine and runs one addition on its device.
 * @throws EngineUnavailable where the runtime, its provider or the device is missing, with the reason and what helps
 */
export async function openTarget(engine: CompiledEngineName, options: EngineOptions): Promise<OpenedTarget> {
  const target = { engine, ...targets[engine] }
  const { provider } = target
  const runtime: Runtime = provider === 'wasm' ? await loadWasm() : loadNative(engine, options.librariesFolder)
  // A name that this build does not know is dropped with a warning, and the processor would take its place.
  const known = runtime.listSupportedBackends?.()
  if (known !== undefined && !known.some(({ name }) => name === provider))
    throw new EngineUnavailable(engine, `ONNX Runtime has no ${target.device} for this system.`)
  const opened = { ...target, runtime, sessionOptions: optionsOf(target) }
  if (target.operators === 'gpu') await tryDevice(opened)
  return opened
}

function optionsOf({ provider, operators }: Target): Ort.InferenceSession.SessionOptions {
  const extra = sessionOptions.extra as { readonly session: Record<string, unknown> }
  return {
    ...sessionOptions,
    executionProviders: [provider],
    // A node that left the device would cost a copy each way at every step, and nobody would know: rather refuse the job.
    ...(operators === 'gpu' ? { extra: { session: { ...extra.session, disable_cpu_ep_fallback: '1' } } } : {}),
  }
}

async function tryDevice({ engine, runtime, sessionOptions: options }: OpenedTarget): Promise<void> {
  const [x, y, z] = ['x', 'y', 'z'].map((name) => ({ name, shape: [4], dtype: 'float32' as const }))
  const nodes = [{ node: { op: 'Add', inputs: [x!, y!], attributes: {}, outputs: [z!] } }]
  try {
    const model = writeModel({ name: 'addition', inputs: [x!, y!], outputs: [z!], nodes })
    const session = await runtime.InferenceSession.create(model, options)
    const ones = new runtime.Tensor('float32', new Float32Array(4).fill(1), [4])
    const { z: sum } = await session.run({ x: ones, y: ones })
    await session.release()
    if ((sum!.data as Float32Array).some((element) => element !== 2)) throw new Error('it cannot add one and one.')
  } catch (error) {
    throw new EngineUnavailable(engine, reasonOf(error), { cause: error })
  }
}

/** The first line of an error of ONNX Runtime, without the places in its source. */
export function reasonOf(error: unknown): string {
  const [line = 'no reason given.'] = String(error instanceof Error ? error.message : error).split('\n')
  return line.replace(/^.*?\b(?:ERROR|Exception)\b ?:? ?/, '').replace(/\s*\/\S+:\d+ [^:]*(?=:|$)/g, '') || line
}
