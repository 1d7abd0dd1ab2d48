import type { CompiledEngineName, Engine, EngineName, TfjsEngineName } from './engine.ts'
import type { EngineOptions } from './options.ts'

type Factory = (options: EngineOptions) => Promise<Engine>

const compiled =
  (name: CompiledEngineName): Factory =>
  async (options) =>
    (await import('./compiled/device-engine.ts')).openCompiledEngine(name, options)

const tfjs =
  (name: TfjsEngineName): Factory =>
  async (options) =>
    (await import('./tfjs/engine.ts')).createTfjsEngine(name, options)

/**
 * How each engine is made, by name. An engine's code is loaded when it is first asked for, and not before.
 * @throws EngineUnavailable when it cannot start on this machine
 */
export const engineFactories: Readonly<Record<EngineName, Factory>> = {
  compiled: compiled('compiled'),
  'compiled-cuda': compiled('compiled-cuda'),
  'compiled-directml': compiled('compiled-directml'),
  'compiled-coreml': compiled('compiled-coreml'),
  'compiled-webgpu': compiled('compiled-webgpu'),
  'compiled-wasm': compiled('compiled-wasm'),
  'tfjs-node-gpu': tfjs('tfjs-node-gpu'),
  'tfjs-node': tfjs('tfjs-node'),
  'tfjs-webgpu': tfjs('tfjs-webgpu'),
  'tfjs-wasm': tfjs('tfjs-wasm'),
  'tfjs-cpu': tfjs('tfjs-cpu'),
}

/** All engines: compiled before tfjs, and within each the processor first. */
export const engineNames = Object.keys(engineFactories) as readonly EngineName[]
