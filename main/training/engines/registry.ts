import type { Engine, EngineName } from './engine.ts'
import type { EngineOptions } from './options.ts'

/**
 * How each engine is made, by name. An engine's code is loaded when it is first asked for, and not before.
 * @throws EngineUnavailable when it cannot start on this machine
 */
export const engineFactories: Readonly<Record<EngineName, (options: EngineOptions) => Promise<Engine>>> = {
  compiled: async ({ clock }) => (await import('./compiled/engine.ts')).CompiledEngine.create(clock),
  'tfjs-node-gpu': async (options) => (await import('./tfjs/engine.ts')).createTfjsEngine('tfjs-node-gpu', options),
  'tfjs-wasm': async (options) => (await import('./tfjs/engine.ts')).createTfjsEngine('tfjs-wasm', options),
  'tfjs-cpu': async (options) => (await import('./tfjs/engine.ts')).createTfjsEngine('tfjs-cpu', options),
}

/** All engines, fastest first where they run. */
export const engineNames = Object.keys(engineFactories) as readonly EngineName[]
